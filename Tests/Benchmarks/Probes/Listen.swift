import ArgumentParser
import CBenchmarks
import Glibc
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
}
