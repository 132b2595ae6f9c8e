import DNSClient
import DNSCore
import Glibc
import PeerServers
import Testing

@testable import ServiceRegistration

@Suite("Ports")
struct PortTests {
    private let owner = "_http._tcp.web.svc.test."

    @Test("where another has the port by now, a new one replaces it in one update", arguments: Stage.Kind.usable)
    func portTaken(_ kind: Stage.Kind) async throws {
        let stage = try await Stage(kind)
        let first = try Service(stage) { $0.uid = 1 }
        let port = try await first.start()
        await first.die()
        let thief = try Listener(port: port)
        let second = try Service(stage) { $0.uid = 1 }
        let other = try await second.start()
        #expect(other != port)
        #expect(second.client.counts.connections == 1)
        #expect(try await stage.records(owner, .srv) == ["0 0 \(other) web1.svc.test."])
        #expect(try await stage.records(owner, .txt) == ["\"target=web1.svc.test.\" \"port=\(other)\" \"uid=1\""])
        let taken = second.events { if case .portTaken(_, let port, let owner) = $0 { (port, owner) } else { nil } }
        #expect(taken.map(\.0) == [port])
        #expect(taken.first?.1?.uid == getuid())
        try await second.end()
        thief.stop()
        await stage.stop()
    }

    @Test("the sockets listen, are closed on exec, and only at the addresses that are registered")
    func sockets() async throws {
        let stage = try await Stage(.authority)
        let service = try Service(stage, target: "web2.svc.test.")
        let claim = try #require(try await service.registrar.claim().first)
        #expect(claim.descriptors.count == 1)
        let descriptor = try #require(claim.descriptors.first)
        #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
        var isListening: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        #expect(getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &length) == 0 && isListening == 1)
        #expect(canConnect("127.0.0.2", claim.port))
        #expect(!canConnect("127.0.0.1", claim.port))
        await service.registrar.releasePorts()
        #expect(!canConnect("127.0.0.2", claim.port))
        await stage.stop()
    }

    @Test(
        "a host with addresses of both families has a socket for each, at one port",
        .enabled(if: LocalAddresses.contains(.v6(IPv6Address(high: 0, low: 1)))))
    func bothFamilies() async throws {
        let stage = try await Stage(.authority)
        try await stage.update("add both 60 A 127.0.0.3", "add both 60 AAAA ::1")
        let service = try Service(stage, target: "both.svc.test.")
        let claim = try #require(try await service.registrar.claim().first)
        #expect(claim.descriptors.count == 2)
        #expect(canConnect("127.0.0.3", claim.port))
        #expect(!canConnect("127.0.0.1", claim.port))
        await service.registrar.releasePorts()
        await stage.stop()
    }

    @Test("where a target's addresses are not this host's, all are listened at; or those that are asked for")
    func elsewhere() async throws {
        let stage = try await Stage(.authority)
        try await stage.update("add far 60 A 192.0.2.1")
        let behind = try Service(stage, target: "far.svc.test.")
        let open = try #require(try await behind.registrar.claim().first)
        #expect(canConnect("127.0.0.1", open.port) && canConnect("127.0.0.2", open.port))
        await behind.registrar.releasePorts()
        let chosen = try Service(stage, target: "far.svc.test.") { $0.listening = [loopback] }
        let closed = try #require(try await chosen.registrar.claim().first)
        #expect(canConnect("127.0.0.1", closed.port) && !canConnect("127.0.0.2", closed.port))
        await chosen.registrar.releasePorts()
        let everywhere = try Service(stage, target: "far.svc.test.") {
            $0.listening = [.v4(IPv4Address(rawValue: 0)), .v6(IPv6Address(high: 0, low: 0))]
        }
        #expect(try await everywhere.registrar.claim().first?.descriptors.count == 2)
        await everywhere.registrar.releasePorts()
        await stage.stop()
    }

    @Test("a record with a privileged port makes nobody listen there")
    func privilegedRecord() async throws {
        let stage = try await Stage(.authority)
        try await stage.update("add _http._tcp.web 60 SRV 0 0 1023 web1.svc.test.")
        let service = try Service(stage)
        let port = try await service.start()
        #expect(port >= 1024)
        #expect(try await stage.records(owner, .srv) == ["0 0 \(port) web1.svc.test."])
        try await service.end()
        await stage.stop()
    }

    @Test("a port that is asked for is had, or it is said who has it")
    func wish() async throws {
        let stage = try await Stage(.authority)
        let port = try freeLoopbackPort()
        let service = try Service(stage) { $0.names[0].port = port }
        #expect(try await service.start() == port)
        let second = try Service(stage) { $0.names[0].port = port }
        await #expect {
            _ = try await second.registrar.claim()
        } throws: { error in
            "\(error)".contains("127.0.0.1:\(port): Address already in use")
        }
        try await service.end()
        await stage.stop()
    }

    @Test("a service whose record was lost comes back to its port")
    func stablePort() async throws {
        let stage = try await Stage(.authority)
        let first = try Service(stage)
        let port = try await first.start()
        try await first.end()
        let second = try Service(stage)
        #expect(try await second.start() == port)
        try await second.end()
        await stage.stop()
    }

    @Test("ports that are not listened at are reserved, and let go of for the program")
    func reservation() async throws {
        let stage = try await Stage(.authority)
        let service = try Service(stage)
        let claim = try #require(try await service.registrar.claim(.reserve).first)
        #expect(!canConnect("127.0.0.1", claim.port))
        await service.registrar.releasePorts()
        let program = try Listener(port: claim.port)
        try await service.registrar.register()
        #expect(try await stage.records(owner, .srv) == ["0 0 \(claim.port) web1.svc.test."])
        program.stop()
        try await service.end()
        await stage.stop()
    }

    @Test("ports can be chosen again: what is held is held no more, and the new record replaces the old one")
    func again() async throws {
        let stage = try await Stage(.authority)
        let service = try Service(stage)
        _ = try await service.registrar.claim(.reserve)
        try await service.registrar.register()
        service.hold()
        let old = try #require(service.events { if case .claimed(let claim) = $0 { claim.port } else { nil } }.last)
        await service.registrar.releasePorts()
        let thief = try Listener(port: old)
        let new = try #require(try await service.registrar.claim(.reserve).first)
        #expect(new.port != old && !new.isRecorded)
        #expect(try await stage.records(owner, .srv) == ["0 0 \(old) web1.svc.test."])
        try await service.registrar.register()
        #expect(try await stage.records(owner, .srv) == ["0 0 \(new.port) web1.svc.test."])
        try await service.end()
        #expect(try await stage.records(owner, .srv) == [])
        thief.stop()
        await stage.stop()
    }

    @Test("what was withdrawn is registered again, at the same port")
    func afterWithdrawal() async throws {
        let stage = try await Stage(.authority)
        let service = try Service(stage)
        let port = try await service.start()
        for _ in 0..<2 {
            service.hold()
            try await service.registrar.withdraw()
            #expect(try await stage.records(owner, .srv) == [])
            try await service.registrar.register()
            #expect(try await stage.records(owner, .srv) == ["0 0 \(port) web1.svc.test."])
        }
        try await service.end()
        await stage.stop()
    }

    private func canConnect(_ address: String, _ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        inet_pton(AF_INET, address, &place.sin_addr)
        return withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
