import DNSAuthority
import DNSClient
import DNSCore
import PeerServers
import ServiceRegistration
import Testing

@Suite("Holding a name")
struct HoldingTests {
    private let owner = "_http._tcp.web.svc.test."

    @Test("a record that was deleted is put back", arguments: Stage.Kind.usable)
    func lost(_ kind: Stage.Kind) async throws {
        let stage = try await Stage(kind)
        let service = try Service(stage) { $0.uid = 7 }
        let port = try await service.start()
        service.hold()
        try await stage.update("delete _http._tcp.web SRV", "delete _http._tcp.web TXT")
        try await until { service.events.contains { if case .restored = $0 { true } else { false } } }
        #expect(service.events { if case .lost(let owner) = $0 { owner } else { nil } } == [Stage.service])
        #expect(try await stage.records(owner, .srv) == ["0 0 \(port) web1.svc.test."])
        #expect(try await stage.records(owner, .txt).count == 1)
        try await service.end()
        #expect(try await stage.records(owner, .srv) == [])
        await stage.stop()
    }

    @Test("who takes a name is told of, and after so many times the name is theirs until they have gone")
    func takeover() async throws {
        let stage = try await Stage(.authority)
        let service = try Service(stage) { $0.takeovers = TakeoverLimit(count: 2, window: .seconds(600)) }
        try await service.start()
        service.hold()
        let theirs = "5 0 666 web2.svc.test."
        for round in 1...3 {
            try await stage.update("delete _http._tcp.web SRV", "add _http._tcp.web 60 SRV \(theirs)")
            try await until {
                service.events {
                    switch $0 {
                    case .restored, .yielded: true
                    default: nil
                    }
                }.count >= round
            }
        }
        let location = ServiceLocation(priority: 5, weight: 0, port: 666, target: name("web2.svc.test."))
        let taken = service.events { if case .taken(_, let holders) = $0 { holders } else { nil } }
        #expect(taken.allSatisfy { $0.map(\.location) == [location] } && taken.count == 2)
        #expect(service.events.last.map { "\($0)" }?.contains("web2.svc.test.:666 (priority 5)") == true)
        #expect(try await stage.records(owner, .srv) == [theirs])
        let seen = stage.updates
        let packets = service.client.counts.packetsSent
        try await until { service.client.counts.packetsSent > packets + 9 }
        #expect(stage.updates == seen, "a name that is another's is only watched")
        #expect(try await stage.records(owner, .srv) == [theirs])
        try await service.end()
        #expect(try await stage.records(owner, .srv) == [theirs])
        await stage.stop()
    }

    @Test("the key that a name was taken with is told, where the server tells")
    func keyOfTheOther() async throws {
        let stage = try await Stage(.authority)
        let service = try Service(stage)
        try await service.start()
        service.hold()
        try await stage.update("delete _http._tcp.web SRV")
        let other = try Service(stage, target: "web2.svc.test.", key: stage.admin)
        try await other.start()
        try await until { service.events.contains { if case .restored = $0 { true } else { false } } }
        let keys = service.events { if case .taken(_, let holders) = $0 { holders.map(\.key) } else { nil } }
        let losses = service.events { if case .lost = $0 { true } else { nil } }
        // Between the two updates there may have been a look.
        #expect(keys == [[stage.admin.name]] || losses.count == 1, "\(service.events)")
        try await service.end()
        try await other.end()
        await stage.stop()
    }

    @Test("another's weight for ours stays: an admin drains instances that way")
    func drained() async throws {
        let stage = try await Stage(.authority)
        let service = try Service(stage) { $0.names[0].weight = 10 }
        let port = try await service.start()
        service.hold()
        try await stage.update("delete _http._tcp.web SRV", "add _http._tcp.web 60 SRV 0 0 \(port) web1.svc.test.")
        try await until { service.events.contains { if case .changed = $0 { true } else { false } } }
        #expect(try await stage.records(owner, .srv) == ["0 0 \(port) web1.svc.test."])
        try await service.end()
        #expect(try await stage.records(owner, .srv) == [])
        await stage.stop()
    }

    @Test("the address and the key that were registered with it are put back, too")
    func parts() async throws {
        let stage = try await Stage(.authority)
        let pin = try #require(CertificatePin(digest: Array(repeating: 7, count: 32)))
        let service = try Service(stage, target: "new.svc.test.", key: stage.admin) { $0.names[0].pins = [pin] }
        let port = try await service.start()
        service.hold()
        try await stage.update("delete new A", "delete _\(port)._tcp.new TLSA")
        try await until { service.events.contains { if case .restored = $0 { true } else { false } } }
        try await until { try await stage.records("_\(port)._tcp.new.svc.test.", .tlsa).count == 1 }
        #expect(try await stage.records("new.svc.test.", .a) == ["127.0.0.1"])
        #expect(try await stage.records("_\(port)._tcp.new.svc.test.", .tlsa).count == 1)
        try await service.end()
        await stage.stop()
    }

    @Test("a lease is renewed while the service lives, and runs out when it is dead")
    func lease() async throws {
        let stage = try await Stage(.authority, leases: LeasePolicy(least: 1, grace: 0))
        let service = try Service(stage) {
            $0.lease = .seconds(3)
            $0.uid = 7
        }
        let port = try await service.start()
        service.hold()
        try await until { service.events { if case .renewed(_, let length) = $0 { length } else { nil } }.count >= 3 }
        #expect(service.events { if case .renewed(_, let length) = $0 { length } else { nil } }.first == .seconds(3))
        #expect(try await stage.records(owner, .srv) == ["0 0 \(port) web1.svc.test."])
        #expect(!service.events.contains { if case .lost = $0 { true } else { false } })
        await service.die()
        try await until { try await stage.records(owner, .srv).isEmpty }
        #expect(try await stage.records(owner, .srv) == [])
        #expect(try await stage.records(owner, .txt) == [])
        await stage.stop()
    }

    @Test("a lease of an earlier run goes on, and is renewed in time", .timeLimit(.minutes(1)))
    func inheritedLease() async throws {
        let stage = try await Stage(.authority, leases: LeasePolicy(least: 1, grace: 0))
        let first = try Service(stage) { $0.lease = .seconds(3) }
        let port = try await first.start()
        await first.die()
        let second = try Service(stage) { $0.lease = .seconds(3) }
        #expect(try await second.start() == port)
        #expect(second.client.counts.connections == 0)
        second.hold()
        try await until { second.events.contains { if case .renewed = $0 { true } else { false } } }
        #expect(!second.events.contains { if case .lost = $0 { true } else { false } })
        #expect(try await stage.records(owner, .srv) == ["0 0 \(port) web1.svc.test."])
        try await second.end()
        await stage.stop()
    }
}
