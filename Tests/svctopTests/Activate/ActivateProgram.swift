import Glibc
import PeerServers
import Testing

/// `svctop activate` while it runs, with a server of its own.
final class ActivateProgram: Sendable {
    static let service = "_http._tcp.web.svc.internal."

    let served: ServedProgram
    private let child: ChildProcess
    private let log: String

    /// Where it is asked.
    static func control(_ served: ServedProgram) -> String { "\(served.program.home.path)/control.sock" }

    /// - Parameter arguments: `HOME` in them stands for a folder of its own.
    init(_ arguments: [String], at served: ServedProgram, environment: [String] = []) throws {
        self.served = served
        log = "activate-\(UInt32.random(in: 0 ... .max))"
        let home = served.program.home.path
        let path = "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        child = try ChildProcess(
            ["/usr/bin/env"] + served.program.prefix + [path] + environment + [
                Program.path, "activate", "--control", Self.control(served),
            ] + arguments.map { $0.replacing("HOME", with: home) },
            output: "\(home)/\(log)")
    }

    /// One service, from options.
    convenience init(
        _ options: [String] = [], _ command: [String], at served: ServedProgram, environment: [String] = []
    ) async throws {
        let key = served.keyFile(Self.service)
        if access(key, F_OK) != 0 { _ = try await served.newKey(Self.service) }
        let place = ["--name", Self.service, "--server", "127.0.0.1:\(served.port)", "--key", key]
        try self.init(place + options + ["--"] + command, at: served, environment: environment)
    }

    /// What it and its programs have printed.
    var output: String { served.program.home.read(log) }

    var pid: pid_t { child.pid }

    func send(_ signal: Int32) { child.send(signal) }

    func says(_ text: String, _ location: SourceLocation = #_sourceLocation) async throws {
        try await waitUntil("“\(text)” in \(output)", location) { output.contains(text) || !child.isRunning }
        try #require(output.contains(text), "\(output)", sourceLocation: location)
    }

    /// As `waitpid` tells it, after its end.
    func ended(_ location: SourceLocation = #_sourceLocation) async throws -> Int32? {
        try await waitUntil("it ends: \(output)", location) { !child.isRunning }
        return child.exitStatus
    }

    /// Waits until it is registered, and returns the port.
    func port(_ location: SourceLocation = #_sourceLocation) async throws -> UInt16 {
        try await says("registered", location)
        return try #require(try await recordedPort, "\(output)", sourceLocation: location)
    }

    /// The port that the record tells.
    var recordedPort: UInt16? {
        get async throws {
            try await served.data("_http._tcp.web", "SRV").first?.split(separator: " ").dropFirst(2).first.flatMap {
                UInt16($0)
            }
        }
    }

    /// Asks it.
    func ask(_ arguments: String...) async throws -> Program.Result {
        try await served.program.run(["activate", "--control", Self.control(served)] + arguments)
    }
}
