import Glibc
import PeerServers
import Testing

/// A command of svctop that runs a service while it runs, with a server of its own.
protocol ServedCommand: Sendable {
    var served: ServedProgram { get }
    var child: ChildProcess { get }
    /// A file in the server's folder.
    var log: String { get }
}

extension ServedCommand {
    static var service: String { "_http._tcp.web.svc.internal." }

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
        try await says(": registered ", location)
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
}
