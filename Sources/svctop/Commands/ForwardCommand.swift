import ArgumentParser
import DNSCore
import Glibc
import ServiceConnection
import ServiceIdentity
import ServiceSupervision

struct ForwardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forward",
        abstract: "Takes connections at a local port or socket, and carries each to a service.",
        usage: """
            svctop forward [ADDRESS:]PORT NAME [OPTIONS]
            svctop forward --from PLACE --to PLACE [OPTIONS]
            """,
        discussion: """
            For clients that know nothing of SRV records. Each connection is looked up afresh, and tried as `svctop \
            connect` does. Bytes are carried within the kernel where that can be; who does not read keeps the other side \
            waiting, the end of one direction leaves the other open, and what was cut off is reset on both sides.

            LISTEN and --from: [ADDRESS:]PORT (127.0.0.1 without an address, port 0 for the kernel's choice), \
            unix:PATH, fd (sockets that systemd hands down), each with tls: before it or tls+fd. NAME and --to: the \
            name of a service or srv:NAME, tls+srv:NAME, tcp:ADDRESS:PORT, unix:PATH.

            SIGUSR1 prints what has been carried. SIGTERM and SIGINT end it when what is under way has ended, a second \
            one at once.
            """)

    @Argument(help: ArgumentHelp("Where to listen.", valueName: "LISTEN"))
    var listen: String?

    @Argument(help: ArgumentHelp("The service, absolute.", valueName: "NAME"))
    var name: String?

    @Option(help: ArgumentHelp("Where to listen; several are possible.", valueName: "PLACE"))
    var from: [String] = []

    @Option(help: ArgumentHelp("Where to carry to.", valueName: "PLACE"))
    var to: String?

    @OptionGroup
    var lookup: LookupOptions

    @OptionGroup(title: "TLS")
    var identity: IdentityOptions

    @Option(help: ArgumentHelp("Permissions of a Unix socket, in octal (0600).", valueName: "MODE"))
    var mode: String?

    @Option(help: ArgumentHelp("Connections at once; others wait (4096).", valueName: "N"))
    var connections = 4096

    @Option(
        help: ArgumentHelp("End a connection on which nothing has moved for so long (never).", valueName: "DURATION"))
    var idle: String?

    @Option(help: ArgumentHelp("How long connections may go on after SIGTERM (30s).", valueName: "DURATION"))
    var drain: String?

    func validate() throws {
        guard (listen == nil) == !from.isEmpty, (name == nil) == (to != nil) else {
            throw ValidationError("give LISTEN and NAME, or --from PLACE and --to PLACE")
        }
        guard (1...1_000_000).contains(connections) else { throw ValidationError("--connections is 1 to 1000000") }
    }

    func run() async throws {
        let destination = try ForwardPlace(to: to ?? name ?? "")
        let sources = try (from + [listen].compactMap(\.self)).map { try ForwardPlace(from: $0) }
        let limits = try limits
        let policy = try lookup.policy
        let resolver: ServiceResolver =
            if case .service(let name) = destination.kind { try lookup.resolver(for: name) } else { ServiceResolver() }
        let (front, back) = try security(sources, destination)
        let permissions = try permissions
        let ending = EndingSignal()
        var listeners: [ListeningSocket] = []
        for source in sources { listeners += try source.listen(mode: permissions) }
        let plan = ForwardPlan(
            listeners: listeners, to: destination.destination, resolver: resolver, policy: policy, limits: limits)
        let pacer = LogPacer()
        let forwarder: Forwarder
        do throws(ForwardError) {
            forwarder = try Forwarder(plan, front: front, back: back) { event in
                for line in pacer.lines(for: "\(event)", at: UInt64(max(0, time(nil)))) { StandardError.say(line) }
            }
        } catch {
            throw Failure("\(error)")
        }
        for listener in listeners { StandardError.say("listening at \(listener.place)") }
        await run(forwarder, until: ending)
        StandardError.say("stopped: \(forwarder.counters)")
    }

    private func run(_ forwarder: Forwarder, until ending: EndingSignal) async {
        let reports = ReportSignal { StandardError.say("\(forwarder.counters)") }
        defer { withExtendedLifetime(reports) {} }
        await withTaskGroup { group in
            group.addTask { await forwarder.run() }
            ServiceManager.tell("READY=1")
            _ = await ending.wait()
            ServiceManager.tell("STOPPING=1")
            forwarder.stop()
            let impatience = Task {
                _ = await ending.wait()
                forwarder.cut()
            }
            await group.waitForAll()
            impatience.cancel()
        }
    }

    private func security(
        _ sources: [ForwardPlace], _ destination: ForwardPlace
    ) throws(Failure) -> (front: MutualTLS?, back: MutualTLS?) {
        let isSecure = sources.contains(where: \.usesTLS)
        guard sources.allSatisfy({ $0.usesTLS == isSecure }) else {
            throw Failure("give --from with TLS and without it to two commands", .usage)
        }
        guard isSecure || destination.usesTLS else {
            guard identity.isGiven else { return (nil, nil) }
            throw Failure("no side speaks TLS: write tls: before --from, or tls+srv: before --to", .usage)
        }
        if isSecure, identity.cert == nil {
            throw Failure("who takes connections with TLS needs a certificate: --cert and --cert-key", .usage)
        }
        let tls = try identity.tls()
        return (isSecure ? tls : nil, destination.usesTLS ? tls : nil)
    }

    private var permissions: mode_t {
        get throws(Failure) {
            guard let mode else { return 0o600 }
            guard let value = mode_t(mode, radix: 8), value <= 0o777 else {
                throw Failure("--mode is in octal, such as 0660, not \(mode)", .usage)
            }
            return value
        }
    }

    private var limits: ForwardLimits {
        get throws(Failure) {
            var limits = ForwardLimits(connections: connections)
            if let idle { limits.idle = try duration(idle, option: "--idle") }
            if let drain { limits.drain = try duration(drain, option: "--drain") }
            return limits
        }
    }
}
