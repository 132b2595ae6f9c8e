import ArgumentParser
import CBenchmarks
import Glibc
import PeerServers

/// The service that is forwarded to, in a process of its own: what it costs is not the forwarder's.
struct Sink: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Take streams on loopback.", shouldDisplay: false)

    func run() throws {
        _ = benchmark_sink { show("\($0)\n") }
        throw BenchmarkError("cannot listen: \(String(cString: strerror(errno)))")
    }

    /// Starts it, and waits until it listens.
    static func start(in folder: TemporaryFolder) async throws -> (child: ChildProcess, port: UInt16) {
        let output = "\(folder.path)/sink"
        let child = try ChildProcess([Programs.own, "sink"], output: output)
        while true {
            let text = SmallFile.text(output)
            if text.hasSuffix("\n"), let port = UInt16(text.dropLast()) { return (child, port) }
            guard child.isRunning else { throw BenchmarkError(text) }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
