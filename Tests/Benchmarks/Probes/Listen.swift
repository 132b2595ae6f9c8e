import ArgumentParser
import CBenchmarks
import Glibc
import PeerServers
import ServiceProbing

/// The listeners that probes find open, in a process of their own: what they cost is not the prober's.
struct Listen: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Accept and close on loopback.", shouldDisplay: false)

    static let isReady = "listening\n"

    @Argument var count: Int

    func run() throws {
        DescriptorLimit.raise()
        let endpoints = LoopbackEndpoints.open(count)
        _ = benchmark_accept(endpoints, endpoints.count) { show(Listen.isReady) }
        throw BenchmarkError("cannot listen: \(String(cString: strerror(errno)))")
    }

    /// Starts it, and waits until all of it listens.
    static func start(_ count: Int, in folder: TemporaryFolder) async throws -> ChildProcess {
        let output = "\(folder.path)/listeners"
        let child = try ChildProcess([Programs.own, "listen", String(count)], output: output)
        while SmallFile.text(output) != isReady {
            guard child.isRunning else { throw BenchmarkError(SmallFile.text(output)) }
            try await Task.sleep(for: .milliseconds(5))
        }
        return child
    }
}
