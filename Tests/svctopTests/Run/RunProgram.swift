import Glibc
import PeerServers
import Testing

/// `svctop run` while it runs, with a server of its own.
final class RunProgram: Sendable {
    static let service = "_http._tcp.web.svc.internal."

    let served: ServedProgram
    private let child: ChildProcess
    private let log: String

    /// Starts it.
    /// - Parameters:
    ///   - options: those before the `--`, besides name, server and key.
    ///   - command: the program; `HOME` in it stands for a folder of its own.
    init(
        _ options: [String] = [], _ command: [String], at served: ServedProgram, environment: [String] = []
    ) async throws {
        self.served = served
        let key = served.keyFile(Self.service)
        if access(key, F_OK) != 0 { _ = try await served.newKey(Self.service) }
        log = "run-\(UInt32.random(in: 0 ... .max))"
        let home = served.program.home.path
        let path = "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        child = try ChildProcess(
            ["/usr/bin/env"] + served.program.prefix + [path] + environment + [
                Program.path, "run", "--name", Self.service, "--server", "127.0.0.1:\(served.port)", "--key", key,
            ] + options + ["--"] + command.map { $0.replacing("HOME", with: home) },
            output: "\(home)/\(log)")
    }

    /// What it and the program have printed.
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
        try await says("registered now", location)
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

    /// The process that it runs.
    var program: pid_t? {
        get async throws {
            pid_t(try await Tool.run("pgrep", ["-P", "\(child.pid)"]).output.prefix { $0.isNumber })
        }
    }
}
