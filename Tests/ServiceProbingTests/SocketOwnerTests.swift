import CPlatform
import DNSCore
import Glibc
import PeerServers
import ServiceCatalog
import Testing

@testable import ServiceProbing

@Suite("Whose the other end of a connection is", .timeLimit(.minutes(1)))
struct SocketOwnerTests {
    private static let service: UInt32 = 1234
    private static let stranger: UInt32 = 4321

    /// A connection to a listener, and whose the kernel says that its other end is.
    private struct Call {
        let socket: ProbeSocket
        let peer: platform_peer
        private let owners = SocketOwners()

        init(_ address: IPAddress, _ port: UInt16) throws {
            peer = Endpoint(address: address, port: port, transport: .tcp).peer
            socket = try #require(ProbeSocket.open(for: peer, isDatagram: false))
            _ = socket.connect(to: peer)
            while case .pending = socket.progress(to: peer) {}
        }

        var owner: SocketOwner? { owners.owner(of: socket, at: peer, isWanted: true) }

        /// Whose it is once that is so.
        func owner(where isMeant: (SocketOwner) -> Bool) async throws -> SocketOwner {
            let deadline = ContinuousClock.now.advanced(by: .seconds(20))
            while ContinuousClock.now < deadline {
                if let owner, isMeant(owner) { return owner }
                try await Task.sleep(for: .milliseconds(2))
            }
            throw SystemError("the owner is \(owner.map { "\($0)" } ?? "unknown")")
        }
    }

    private static let v4 = IPAddress.v4(IPv4Address(rawValue: 0x7F00_0001))
    private static let v6 = IPAddress.v6(IPv6Address(high: 0, low: 1))
    private static let mapped = IPAddress.v6(IPv6Address(high: 0, low: 0xFFFF_7F00_0001))

    @Test("this process's own listener is this user's")
    func own() throws {
        let listener = try LoopbackSocket(SOCK_STREAM)
        listener.listen()
        let call = try Call(Self.v4, listener.port)
        defer { call.socket.close() }
        let owner = try #require(call.owner)
        #expect(owner.user == geteuid())
        #expect(!owner.hasAccepted)
    }

    @Test(
        "before it is accepted a connection is the listener's, then that of the process that accepted",
        .needsOtherUsers, .needs(programs: "python3"))
    func acceptance() async throws {
        let waiting = try await UserListener(user: Self.stranger, .waits)
        let call = try Call(Self.v4, waiting.port)
        defer { call.socket.close() }
        #expect(call.owner.map { [$0.user, $0.hasAccepted ? 1 : 0] } == [Self.stranger, 0])

        let accepting = try await UserListener(user: Self.stranger)
        let accepted = try Call(Self.v4, accepting.port)
        defer { accepted.socket.close() }
        #expect(try await accepted.owner { $0.hasAccepted }.user == Self.stranger)
    }

    @Test(
        "a socket that root handed over is root's until the service has accepted", .needsOtherUsers,
        .needs(programs: "python3"))
    func handOver() async throws {
        let waiting = try await UserListener(user: Self.service, .waits, isHandedOver: true)
        let call = try Call(Self.v4, waiting.port)
        defer { call.socket.close() }
        #expect(try #require(call.owner).mayBeStandIn)

        let accepting = try await UserListener(user: Self.service, isHandedOver: true)
        let accepted = try Call(Self.v4, accepting.port)
        defer { accepted.socket.close() }
        #expect(try await accepted.owner { $0.hasAccepted }.user == Self.service)
    }

    @Test(
        "IPv6, and IPv4 at a socket for both", .needsOtherUsers, .needs(programs: "python3"),
        arguments: [(UserListener.Place.v6, v6), (.any, v6), (.any, v4), (.any, mapped)])
    func families(place: UserListener.Place, address: IPAddress) async throws {
        let listener = try await UserListener(user: Self.service, at: place)
        let call = try Call(address, listener.port)
        defer { call.socket.close() }
        #expect(try #require(call.owner).user == Self.service)
        #expect(try await call.owner { $0.hasAccepted }.user == Self.service)
    }

    @Test(
        "once the service has closed, its listener tells", .needsOtherUsers, .needs(programs: "python3"))
    func closed() async throws {
        let listener = try await UserListener(user: Self.service, .closes)
        let call = try Call(Self.v4, listener.port)
        defer { call.socket.close() }
        var byte: UInt8 = 0
        var waiting = pollfd(fd: call.socket.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&waiting, 1, 20_000) == 1)
        #expect(recv(call.socket.descriptor, &byte, 1, 0) == 0)
        #expect(try await call.owner { !$0.hasAccepted }.user == Self.service)
    }

    @Test(
        "a row in TIME_WAIT is nobody's", .needsOtherUsers, .needs(programs: "python3"))
    func timeWait() async throws {
        let listener = try await UserListener(user: Self.service, .closes)
        let client = try LoopbackSocket(SOCK_STREAM)
        try #require(client.connect(to: listener.port) == 0)
        var byte: UInt8 = 0
        #expect(recv(client.descriptor, &byte, 1, 0) == 0)
        shutdown(client.descriptor, Int32(SHUT_WR))
        let query = platform_socket_owner_open()
        defer { close(query) }
        let local = Endpoint.loopback(listener.port, .tcp).peer
        let remote = Endpoint.loopback(client.port, .tcp).peer
        var row = platform_socket_owner(uid: .max, inode: .max, cgroup: 0, state: 0, port: 0)
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while row.state != 6, ContinuousClock.now < deadline {
            #expect(platform_socket_owner_of_connection(query, local, remote, &row) == 1)
        }
        #expect(row.state == 6)
        #expect(row.inode == 0)
        let owner = SocketOwners().owner(of: ProbeSocket(descriptor: client.descriptor), at: local, isWanted: true)
        #expect(owner?.user == Self.service)
    }

    @Test("nothing is said of an address that is not this host's")
    func elsewhere() throws {
        let socket = try LoopbackSocket(SOCK_STREAM)
        let far = Endpoint(address: .v4(IPv4Address(rawValue: 0xC633_6401)), port: 80, transport: .tcp).peer
        let owners = SocketOwners()
        #expect(owners.owner(of: ProbeSocket(descriptor: socket.descriptor), at: far, isWanted: true) == nil)
        #expect(owners.owner(of: ProbeSocket(descriptor: socket.descriptor), at: far, isWanted: false) == nil)
    }

    @Test("who has taken a port is found by name and process")
    func search() throws {
        let listener = try LoopbackSocket(SOCK_STREAM)
        listener.listen()
        let owner = SocketOwner(user: geteuid(), hasAccepted: false)
        let found = PeerSearch.process(of: owner, at: .loopback(listener.port, .tcp), seeksProcess: true)
        #expect(found.identifier == getpid())
        #expect(found.userName == getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) })
        #expect(found.command?.isEmpty == false)
        #expect(
            PeerSearch.process(of: owner, at: .loopback(listener.port, .tcp), seeksProcess: false).identifier == nil)
    }

    @Test("a user without a name, and a port without a listener, have none")
    func nobody() throws {
        let closed = try LoopbackSocket(SOCK_STREAM)
        let owner = SocketOwner(user: 3_999_999_999, hasAccepted: true)
        let found = PeerSearch.process(of: owner, at: .loopback(closed.port, .tcp), seeksProcess: true)
        #expect(found.userName == nil)
        #expect(found.identifier == nil)
    }
}

@Suite("What probes tell of who answers", .timeLimit(.minutes(1)))
struct ProbeEvidenceTests {
    private let policy = ProbePolicy(interval: .milliseconds(50), timeout: .seconds(20))

    private func reports(_ count: Int, of target: ProbeTarget) async throws -> [ProbeReport] {
        let prober = try Prober(policy: policy)
        prober.add([target])
        var found: [ProbeReport] = []
        for await batch in prober.reports() {
            found += batch
            if found.count >= count { return Array(found.prefix(count)) }
        }
        throw SystemError("reports ended")
    }

    @Test("where someone is expected, each probe tells whose the port is")
    func expected() async throws {
        let listener = try LoopbackSocket(SOCK_STREAM)
        listener.listen()
        let target = ProbeTarget(
            id: 0, endpoint: .loopback(listener.port, .tcp), kind: .tcpConnect, expectsOwner: true)
        let reports = try await reports(3, of: target)
        #expect(reports.map { $0.evidence?.owner?.user } == [geteuid(), geteuid(), geteuid()])
    }

    @Test("elsewhere on this host only the first does")
    func curious() async throws {
        let listener = try LoopbackSocket(SOCK_STREAM)
        listener.listen()
        let target = ProbeTarget(id: 0, endpoint: .loopback(listener.port, .tcp), kind: .tcpConnect)
        let reports = try await reports(3, of: target)
        #expect(reports.map { $0.evidence?.owner?.user } == [geteuid(), nil, nil])
    }

    @Test("a sweep asks nobody whom nobody expects")
    func sweep() async throws {
        let listener = try LoopbackSocket(SOCK_STREAM)
        listener.listen()
        let endpoint = Endpoint.loopback(listener.port, .tcp)
        let sweep = try ProbeSweep([
            ProbeTarget(id: 0, endpoint: endpoint, kind: .tcpConnect),
            ProbeTarget(id: 1, endpoint: endpoint, kind: .tcpConnect, expectsOwner: true),
        ])
        let reports = await sweep.collect().sorted { $0.id < $1.id }
        #expect(reports.map { $0.evidence?.owner?.user } == [nil, geteuid()])
    }

    @Test("a silent conversation still tells whose the port is")
    func silent() async throws {
        let listener = try LoopbackSocket(SOCK_STREAM)
        listener.listen()
        var policy = policy
        policy.timeout = .milliseconds(100)
        let prober = try Prober(policy: policy)
        prober.add([
            ProbeTarget(
                id: 0, endpoint: .loopback(listener.port, .tcp), kind: .http, expectsOwner: true,
                details: ProbeDetails(host: "localhost", service: .root))
        ])
        for await batch in prober.reports() {
            let report = try #require(batch.first)
            #expect(report.observation.failure == .timedOut)
            #expect(report.evidence?.owner?.user == geteuid())
            return
        }
    }
}
