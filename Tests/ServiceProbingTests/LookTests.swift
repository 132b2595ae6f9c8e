import DNSCore
import Glibc
import ServiceCatalog
import Testing

@testable import ServiceProbing

@Suite("Who listens is looked up, and nothing is sent", .timeLimit(.minutes(1)))
struct LookTests {
    private static let here = IPAddress.v4(IPv4Address(rawValue: 0x7F00_0001))
    /// Of a network for examples (RFC 5737): nobody's.
    private static let elsewhere = IPAddress.v4(IPv4Address(rawValue: 0xC000_0201))

    private func look(
        _ kind: ProbeKind, at address: IPAddress = here, _ port: UInt16, _ transport: Transport = .tcp
    ) async throws -> ProbeReport {
        let target = ProbeTarget(
            id: 0, endpoint: Endpoint(address: address, port: port, transport: transport), kind: kind,
            expectsOwner: true)
        let policy = ProbePolicy(timeout: .milliseconds(300), sweepRetryInterval: .milliseconds(5))
        return try #require(await ProbeSweep([target], policy: policy).collect().first)
    }

    private func inode(_ socket: LoopbackSocket) -> UInt32 {
        var status = stat()
        return fstat(socket.descriptor, &status) == 0 ? UInt32(status.st_ino) : 0
    }

    private func isCalled(_ socket: LoopbackSocket) -> Bool {
        var waiting = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) > 0
    }

    @Test(
        "a listener is found, with its number and its owner, and is not called",
        arguments: [ProbeKind.look, .lookOrConnect])
    func listener(kind: ProbeKind) async throws {
        let listener = try LoopbackSocket(SOCK_STREAM)
        listener.listen()
        let report = try await look(kind, listener.port)
        #expect(report.verdict == .up)
        #expect(report.observation.phases.total == 0)
        #expect(report.evidence?.listener == inode(listener))
        #expect(report.evidence?.owner?.user == geteuid())
        #expect(!isCalled(listener))
    }

    @Test("a socket for datagrams is found as well, and is sent none")
    func datagrams() async throws {
        let socket = try LoopbackSocket(SOCK_DGRAM)
        let report = try await look(.look, socket.port, .udp)
        #expect(report.verdict == .up)
        #expect(report.evidence?.listener == inode(socket))
        #expect(!isCalled(socket))
    }

    @Test("where nothing listens that is said, for either transport", arguments: [Transport.tcp, .udp])
    func nobody(transport: Transport) async throws {
        let port = try LoopbackSocket(transport == .tcp ? SOCK_STREAM : SOCK_DGRAM).port
        let report = try await look(.look, port, transport)
        #expect(report.verdict == .down)
        #expect(report.observation.failure == .notListening)
    }

    @Test("a socket that is bound and does not listen is nobody")
    func notListening() async throws {
        let socket = try LoopbackSocket(SOCK_STREAM)
        #expect(try await look(.look, socket.port).observation.failure == .notListening)
    }

    @Test("of another host nothing is known, though something here has the port")
    func elsewhere() async throws {
        let listener = try LoopbackSocket(SOCK_STREAM)
        listener.listen()
        let report = try await look(.look, at: Self.elsewhere, listener.port)
        #expect(report.verdict == .unknown)
        #expect(report.observation.failure == .notWoken)
    }
}
