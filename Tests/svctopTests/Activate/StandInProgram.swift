import ActivationControl
import Glibc
import PeerServers
import Testing

/// `svctop activate` while it runs, with services that are found by their names at a server.
final class StandInProgram {
    /// A service as its configuration says it.
    struct Service {
        var name: String
        var program: ActivatedProgram
        /// Further lines.
        var settings: [String]

        init(_ name: String, _ program: ActivatedProgram, _ settings: String...) {
            (self.name, self.program, self.settings) = (name, program, settings)
        }

        init(_ program: ActivatedProgram, _ settings: String...) {
            (name, self.program, self.settings) = ("web", program, settings)
        }

        /// What it is registered as; nil for a Unix socket, which is found by its path.
        var owner: String? {
            switch program.socket {
            case .stream: "_http._tcp.\(name).svc.internal."
            case .datagram: "_echo._udp.\(name).svc.internal."
            case .local: nil
            }
        }
    }

    let server: EssayServer
    let home: TemporaryFolder
    let services: [Service]
    private var child: ChildProcess
    private var former: [ChildProcess] = []
    private let environment: [String]

    /// Starts it and waits until its services are registered.
    convenience init(_ services: Service..., at software: EssaySoftware = .embedded) async throws {
        try await self.init(services, at: software)
    }

    init(_ services: [Service], at software: EssaySoftware = .embedded, environment: [String] = []) async throws {
        self.services = services
        self.environment = environment
        server = try await EssayServer(software, names: services.compactMap(\.owner))
        home = try TemporaryFolder()
        // Others' processes are to come in.
        chmod(home.path, 0o755)
        for service in services { try await service.program.prepare(in: home) }
        let common = "[service]\nserver = \"\(server.place)\"\n[activation]\ncontrol = \"\(home.path)/control.sock\"\n"
        let texts = services.map { [server, home] in $0.configuration(at: server, home: home) }
        try home.write("activate.toml", common + texts.joined())
        child = try Self.start(home, environment, [])
        try await isThere()
    }

    // MARK: - Its life

    var output: String { home.read("log") }
    var pid: pid_t { child.pid }
    var isRunning: Bool { child.isRunning }

    func says(_ text: String, after count: Int = 0, _ location: SourceLocation = #_sourceLocation) async throws {
        try await waitUntil("“\(text)” in \(output)", location) {
            output.dropFirst(count).contains(text) || !child.isRunning
        }
    }

    /// Ends it as systemd does, with its services.
    func stop(_ location: SourceLocation = #_sourceLocation) async throws {
        child.send(SIGTERM)
        try await waitUntil("it ends: \(output)", location) { !child.isRunning }
        #expect(child.exitStatus == 0, "\(output)", sourceLocation: location)
    }

    /// Kills it, and starts another one.
    func restart() async throws {
        child.end(with: SIGKILL)
        let count = output.count
        child = try Self.start(home, environment, [])
        try await isThere(after: count)
    }

    /// Another one takes its place.
    func takeOver(_ location: SourceLocation = #_sourceLocation) async throws {
        former.append(child)
        let old = child
        child = try Self.start(home, environment, ["--take-over"])
        try await waitUntil("the old one leaves: \(output)", location) { !old.isRunning }
        #expect(old.exitStatus == 0, "\(output)", sourceLocation: location)
    }

    private static func start(
        _ home: TemporaryFolder, _ environment: [String], _ options: [String]
    ) throws -> ChildProcess {
        try ChildProcess(
            Activator.environment(home: home.path) + environment
                + [Program.path, "activate", "-c", "\(home.path)/activate.toml"] + options,
            output: "\(home.path)/log")
    }
}

// MARK: - Asking

extension StandInProgram {
    private var controlPath: String { "\(home.path)/control.sock" }

    var client: StandInClient { StandInClient(at: controlPath) }

    func report(_ name: String = "web") throws -> ServiceReport {
        try #require(try client.reports().first { $0.service == name }, "\(output)")
    }

    /// Where a client finds a service, by its SRV record.
    func place(of name: String = "web") async throws -> ClientPlace {
        let service = try #require(services.first { $0.name == name })
        guard let owner = service.owner else { return .local("\(home.path)/\(name).sock") }
        let port = try #require(try await server.ports(owner).first, "\(output)")
        return service.program.socket == .stream ? .stream(port) : .datagram(port)
    }

    /// Waits until it holds the sockets, and clients find them.
    private func isThere(after count: Int = 0) async throws {
        try await says("asked at", after: count)
        try #require(isRunning, "\(output)")
        for owner in services.compactMap(\.owner) {
            let deadline = ContinuousClock.now.advanced(by: .seconds(20))
            while try await server.ports(owner).isEmpty, ContinuousClock.now < deadline {}
        }
    }
}

// MARK: - Its configuration

extension StandInProgram.Service {
    /// Its tables.
    func configuration(at server: EssayServer, home: TemporaryFolder) -> String {
        let words = program.command(in: home).map(Self.quoted).joined(separator: ", ")
        var lines = ["[services.\(name)]", "command = [\(words)]"]
        if let owner { lines.append("key-file = \(Self.quoted(server.keyFile(owner)))") }
        if program.isPerConnection { lines.append("accept = \"yes\"") }
        lines.append("pass = \"\(program.isByStandardInput ? "stdio" : "descriptors")\"")
        lines += settings + ["[services.\(name).sockets.main]"]
        lines.append(owner.map { "name = \"\($0)\"" } ?? "unix = \"\(home.path)/\(name).sock\"")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}
