import Glibc
import ServiceCatalog
import Testing

@testable import ServiceProbing

/// When the process may not open as many descriptors as there are probes: each in a process of its own, since the limit
/// is the whole process's.
@Suite(.timeLimit(.minutes(1)))
struct DescriptorTests {
    private static let policy = ProbePolicy(
        interval: .milliseconds(100), timeout: .milliseconds(30), suspectInterval: .milliseconds(100))

    private static func silentTargets(_ count: Int, port: UInt16) -> [ProbeTarget] {
        (0..<UInt32(count)).map { ProbeTarget(id: $0, endpoint: .loopback(port, .udp), kind: .ntp) }
    }

    private static func allow(_ count: Int) {
        var limits = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        limits.rlim_cur = rlim_t(count)
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { exit(3) }
    }

    /// The lowest number that a new descriptor would have: all below are open.
    private static var lowestFree: Int {
        let descriptor = dup(0)
        close(descriptor)
        return Int(descriptor)
    }

    @Test func `with few descriptors all endpoints are probed, a few at a time`() async {
        await #expect(processExitsWith: .success) {
            let silent = try LoopbackSocket(SOCK_DGRAM)
            let prober = try Prober(policy: Self.policy)
            Self.allow(Self.lowestFree + 8)
            prober.add(Self.silentTargets(60, port: silent.port))
            var missing = Set(UInt32(0)..<60)
            for await batch in prober.reports() {
                for report in batch {
                    guard report.observation.failure == .timedOut else { exit(4) }
                    missing.remove(report.id)
                }
                if missing.isEmpty { break }
            }
        }
    }

    @Test func `without any the endpoints are unknown, and probed again when there are some`() async {
        await #expect(processExitsWith: .success) {
            let listener = try LoopbackSocket(SOCK_STREAM)
            listener.listen()
            let prober = try Prober(policy: Self.policy)
            let free = Self.lowestFree
            Self.allow(free)
            prober.add([ProbeTarget(id: 0, endpoint: .loopback(listener.port, .tcp), kind: .tcpConnect)])
            var failures = 0
            for await batch in prober.reports() {
                for report in batch {
                    if report.verdict == .up { exit(failures >= 2 ? 0 : 5) }
                    guard report.verdict == .unknown, report.observation.failure == .probeFailed else { exit(4) }
                    failures += 1
                }
                if failures >= 2 { Self.allow(free + 50) }
            }
            exit(6)
        }
    }

    @Test func `a prober that is stopped leaves no socket behind`() async {
        await #expect(processExitsWith: .success) {
            let silent = try LoopbackSocket(SOCK_DGRAM)
            let prober = try Prober(policy: ProbePolicy(timeout: .seconds(30)))
            let before = Self.openSockets
            prober.add(Self.silentTargets(50, port: silent.port))
            prober.add([ProbeTarget(id: 60, endpoint: .loopback(silent.port, .udp), kind: .none)])
            var most = 0
            for await _ in prober.reports() {
                most = max(most, Self.openSockets)
                prober.stop()
            }
            guard most == before + 50, Self.openSockets == before else { exit(4) }
        }
    }

    private static var openSockets: Int {
        (Int32(0)..<200).count { descriptor in
            var status = stat()
            return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
        }
    }
}
