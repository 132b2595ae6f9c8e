import DNSClient
import DNSCore
import PeerServers
import ServiceRegistration
import Testing

@Suite("Many at one name, and many names")
struct ManyTests {
    private let owner = "_http._tcp.web.svc.test."

    @Test(
        "two hosts are at one name side by side; each has its own records, and withdraws them alone",
        arguments: Stage.Kind.usable)
    func twoHosts(_ kind: Stage.Kind) async throws {
        let stage = try await Stage(kind)
        let first = try Service(stage, target: "web1.svc.test.") { $0.uid = 1 }
        let second = try Service(stage, target: "web2.svc.test.") { $0.uid = 2 }
        let (one, two) = (try await first.start(), try await second.start())
        #expect(
            try await stage.records(owner, .srv).sorted()
                == ["0 0 \(one) web1.svc.test.", "0 0 \(two) web2.svc.test."].sorted())
        #expect(
            try await stage.records(owner, .txt) == [
                "\"target=web1.svc.test.\" \"port=\(one)\" \"uid=1\"",
                "\"target=web2.svc.test.\" \"port=\(two)\" \"uid=2\"",
            ])
        try await first.end()
        #expect(try await stage.records(owner, .srv) == ["0 0 \(two) web2.svc.test."])
        #expect(try await stage.records(owner, .txt) == ["\"target=web2.svc.test.\" \"port=\(two)\" \"uid=2\""])
        try await second.end()
        await stage.stop()
    }

    @Test("sixteen hosts that register at one name at the same time all get there")
    func crowd() async throws {
        let stage = try await Stage(.authority)
        for number in 1...16 { try await stage.update("add h\(number) 60 A 127.0.1.\(number)") }
        let services = try (1...16).map { try Service(stage, target: "h\($0).svc.test.") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services { group.addTask { try await service.start() } }
            try await group.waitForAll()
        }
        #expect(try await stage.records(owner, .srv).count == 16)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services { group.addTask { try await service.end() } }
            try await group.waitForAll()
        }
        #expect(try await stage.records(owner, .srv) == [])
        await stage.stop()
    }

    @Test("names with one label share a port, others have theirs; all go in one update", arguments: Stage.Kind.usable)
    func names(_ kind: Stage.Kind) async throws {
        let stage = try await Stage(kind)
        let service = try Service(stage, key: stage.admin) { plan in
            plan.names += [
                try RegisteredName(name("_http._tcp.www.svc.test."), key: stage.admin),
                try RegisteredName(name("_dns._udp.web.svc.test."), key: stage.admin),
            ]
            plan.names[1].priority = 10
        }
        let serial = try await stage.serial
        let claims = try await service.registrar.claim()
        #expect(claims.map(\.label) == ["http", "dns"])
        #expect(claims.map(\.transport) == [.tcp, .udp])
        try await service.registrar.register()
        #expect(service.client.counts.connections == 1)
        #expect(try await stage.serial != serial)
        #expect(try await stage.records(owner, .srv) == ["0 0 \(claims[0].port) web1.svc.test."])
        #expect(
            try await stage.records("_http._tcp.www.svc.test.", .srv) == ["10 0 \(claims[0].port) web1.svc.test."])
        #expect(
            try await stage.records("_dns._udp.web.svc.test.", .srv) == ["0 0 \(claims[1].port) web1.svc.test."])
        try await service.end()
        await stage.stop()
    }

    @Test("an instance of DNS-SD is listed while somebody offers it", arguments: Stage.Kind.usable)
    func instance(_ kind: Stage.Kind) async throws {
        let stage = try await Stage(kind)
        let (type, instance) = ("_ipp._tcp.svc.test.", "Front\\032Desk._ipp._tcp.svc.test.")
        func make(_ target: String) throws -> Service {
            try Service(stage, target: target) { plan in
                plan.names = [try RegisteredName(name(type), instance: "Front Desk", key: stage.admin)]
                plan.names[0].texts = ["rp=desk"]
            }
        }
        let (first, second) = (try make("web1.svc.test."), try make("web2.svc.test."))
        let port = try await first.start()
        #expect(try await stage.records(type, .ptr).map(name) == [name(instance)])
        #expect(try await stage.records(instance, .srv) == ["0 0 \(port) web1.svc.test."])
        #expect(try await stage.records(instance, .txt) == ["\"rp=desk\""])
        try await second.start()
        try await first.end()
        #expect(try await stage.records(type, .ptr).map(name) == [name(instance)])
        #expect(try await stage.records(instance, .txt) == ["\"rp=desk\""])
        try await second.end()
        #expect(try await stage.records(type, .ptr) == [])
        #expect(try await stage.records(instance, .txt) == [])
        await stage.stop()
    }
}
