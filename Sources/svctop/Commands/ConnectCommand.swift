import ArgumentParser
import DNSCore
import Glibc
import Reports
import ServiceCatalog
import ServiceConnection

struct ConnectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect",
        abstract: "Connects to a service by its name, and joins it to standard input and output.",
        discussion: """
            NAME is that of the SRV records, such as _ssh._tcp.build.svc.internal. It is looked up afresh before each \
            attempt; its instances are tried by priority and weight (RFC 2782), their addresses as happy eyeballs (RFC \
            8305), the next one as soon as one fails, and all anew after a pause until --deadline.

            The end of the input ends our side of the connection only: what the service still has to say is printed. With \
            ssh: ProxyCommand svctop connect _ssh._tcp.%h

            With --exec the command finds in its environment: SVCTOP_SERVICE (the name), SVCTOP_TARGET (the SRV record's \
            target), SVCTOP_HOST (the same without the dot at its end), SVCTOP_ADDRESS and SVCTOP_PORT.

            Exit status: 0 when all went well, 1 when the service was not reached or the connection was cut, 2 for a \
            mistake in the command line.
            """)

    @Argument(help: ArgumentHelp("The service, absolute: with or without a dot at its end.", valueName: "NAME"))
    var name: String

    @OptionGroup
    var lookup: LookupOptions

    @Flag(help: "Speak TLS, and check that the peer is the service; implied by what follows.")
    var tls = false

    @OptionGroup(title: "TLS")
    var identity: IdentityOptions

    @Flag(name: .customLong("print"), help: "Only print ADDRESS PORT TARGET of the first instance that accepts.")
    var isPrinting = false

    @Flag(help: "Print them as a JSON object; implies --print.")
    var json = false

    @Flag(name: .customLong("exec"), help: "Run the command after `--` in this place, with the instance that accepts.")
    var isExecuting = false

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The command.", valueName: "COMMAND"))
    var command: [String] = []

    func validate() throws {
        guard isExecuting == !command.isEmpty else { throw ValidationError("--exec and `-- COMMAND` go together") }
        guard !isExecuting || !isPrinting && !json else { throw ValidationError("--exec goes without --print") }
    }

    func run() async throws {
        let replacement = Replacement()
        let service = try serviceName(name)
        var connector = Connector(try lookup.resolver(for: service), policy: try lookup.policy)
        connector.allowsHalfClosure = true
        if tls || identity.isGiven { connector.tls = try identity.tls() }
        let connection = try await connect(connector, to: service)
        if isExecuting {
            await connection.close()
            throw replacement.exec(command, environment: environment(service, connection.endpoint))
        } else if isPrinting || json {
            await connection.close()
            try print(service, connection.endpoint)
        } else {
            try await join(connection)
        }
    }

    private func connect(
        _ connector: Connector, to service: DomainName
    ) async throws(Failure) -> EstablishedConnection {
        let notes = RetryNotes()
        do throws(ConnectionError) {
            return try await connector.connect(to: service) { trail, _ in notes.note(trail) }
        } catch {
            throw Failure("\(error)")
        }
    }

    private func join(_ connection: EstablishedConnection) async throws(Failure) {
        var join = StreamJoin(input: STDIN_FILENO, output: STDOUT_FILENO)
        join.endsWithPeer = isatty(STDIN_FILENO) == 1
        do throws(StreamJoin.Fault) {
            try await join.run(connection)
        } catch .readerGone {
        } catch {
            throw Failure("\(error)")
        }
    }

    private func environment(_ service: DomainName, _ endpoint: ServiceEndpoint) -> [(String, String)] {
        [
            ("SVCTOP_SERVICE", "\(service)"), ("SVCTOP_TARGET", "\(endpoint.target)"),
            ("SVCTOP_HOST", endpoint.target.withoutFinalDot), ("SVCTOP_ADDRESS", "\(endpoint.address)"),
            ("SVCTOP_PORT", "\(endpoint.port)"),
        ]
    }

    private func print(_ service: DomainName, _ endpoint: ServiceEndpoint) throws(Failure) {
        guard json else {
            return StandardOutput.say("\(endpoint.address) \(endpoint.port) \(endpoint.target)")
        }
        var output = Output(descriptor: STDOUT_FILENO)
        output.write([
            "service": .text("\(service)"), "target": .text("\(endpoint.target)"),
            "address": .text("\(endpoint.address)"), "port": .integer(Int64(endpoint.port)),
        ])
        output.write("\n" as StaticString)
        try finish(&output)
    }
}
