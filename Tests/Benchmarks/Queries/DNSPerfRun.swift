import Glibc
import PeerServers

/// One run of dnsperf(1) against one server, and what it cost that server.
struct DNSPerfRun: Sendable {
    /// Answers a second.
    var rate: Double
    /// Microseconds of the server's processor time for each.
    var processor: Double
    /// Queries without an answer.
    var lost: Double

    /// - Parameter queries: A file with an owner and a type on each line.
    static func of(_ port: UInt16, _ process: pid_t, queries: String, seconds: Int) async throws -> DNSPerfRun {
        let before = ProcessTree.processor(of: process)
        let arguments = ["-s", "127.0.0.1", "-p", "\(port)", "-d", queries, "-l", "\(seconds)", "-c", "8", "-q", "100"]
        let output = try await Tool.run("dnsperf", arguments).output
        let spent = ProcessTree.processor(of: process) - before
        guard let rate = number("Queries per second:", in: output), let lost = number("Queries lost:", in: output),
            let completed = number("Queries completed:", in: output), completed > 0
        else { throw BenchmarkError("dnsperf says: \(output)") }
        guard output.contains("NOERROR \(Int(completed)) (100.00%)") else {
            throw BenchmarkError("not every answer is one: \(output)")
        }
        return DNSPerfRun(rate: rate, processor: spent * 1e6 / completed, lost: lost)
    }

    private static func number(_ title: String, in output: String) -> Double? {
        output.split(separator: "\n").first { $0.contains(title) }.flatMap { line in
            line.split(separator: " ").lazy.compactMap { Double($0) }.first
        }
    }
}
