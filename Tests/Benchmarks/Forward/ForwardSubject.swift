import CBenchmarks
import Glibc
import PeerServers

/// A program that carries connections from a port of its own to the sink.
final class ForwardSubject {
    /// What one run took.
    struct Run {
        /// Bytes or connections in a second.
        var rate: Double
        /// The forwarder's seconds of processor time for one of them.
        var cost: Double
    }

    let name: String
    let port: UInt16
    var streams: [Run] = []
    var connections: [Run] = []
    private let process: ChildProcess

    /// Starts it, and waits until it carries.
    init(_ name: String, _ command: [String], port: UInt16, in folder: TemporaryFolder) async throws {
        self.name = name
        self.port = port
        guard let program = command[0].contains("/") ? command[0] : Tool.path(of: command[0]) else {
            throw BenchmarkError("\(command[0]) is not installed")
        }
        let output = "\(folder.path)/\(port)"
        process = try ChildProcess([program] + command.dropFirst(), output: output)
        let deadline = Clock.now + 10
        while benchmark_connections(port, 1, 1) != 0 {
            guard process.isRunning, Clock.now < deadline else {
                throw BenchmarkError("\(name) does not carry: \(SmallFile.text(output))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    func stop() { process.end(with: SIGTERM) }

    func stream(_ bytes: Int) throws {
        streams.append(try measure(Double(bytes)) { benchmark_stream(port, UInt64(bytes)) })
    }

    func connect(_ count: Int, atOnce window: Int) throws {
        connections.append(try measure(Double(count)) { benchmark_connections(port, Int32(count), Int32(window)) })
    }

    private func measure(_ amount: Double, _ body: () -> Int32) throws -> Run {
        let (start, before) = (Clock.now, processor)
        guard body() == 0 else { throw BenchmarkError("\(name): \(String(cString: strerror(errno)))") }
        let wall = Clock.now - start
        // A child that has done its work is counted once it is waited for.
        let deadline = Clock.now + 1
        while !ProcessTree.isAlone(process.pid), Clock.now < deadline { usleep(1000) }
        return Run(rate: amount / wall, cost: (processor - before) / amount)
    }

    /// Of the process, its children, and those that have ended already.
    private var processor: Double {
        let fields = SmallFile.text("/proc/\(process.pid)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        let ended = fields.count > 14 ? (Double(fields[13]) ?? 0) + (Double(fields[14]) ?? 0) : 0
        return ProcessTree.processor(of: process.pid) + ended / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
