import Glibc
import PeerServers
import Testing

@Suite("A process that is killed under a load of updates")
struct KillTests {
    /// Next to the tests. It does the same a thousand times when it is told to.
    private var torture: String {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = max(0, readlink("/proc/self/exe", &bytes, bytes.count))
        let own = String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(own[..<(own.lastIndex(of: "/") ?? own.startIndex)]) + "/UpdateTorture"
    }

    @Test("all that was acknowledged is there, no half of an update is, and history leads on", .timeLimit(.minutes(2)))
    func killed() async throws {
        let result = try await Tool.run("env", [torture, "--rounds", "10", "--seed", "3"])
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("killed 10 times"))
        #expect(!result.output.contains(" 0 updates acknowledged"))
    }
}
