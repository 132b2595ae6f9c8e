import DNSClient
import DNSCore
import Glibc
import PeerServers
import ServiceRegistration
import Testing

@Suite("A service's life, at each kind of server")
struct LifeTests {
    private let owner = "_http._tcp.web.svc.test."

    @Test(
        "the first start registers; a restart finds its port and sends nothing; the end withdraws",
        arguments: Stage.Kind.usable)
    func life(_ kind: Stage.Kind) async throws {
        let stage = try await Stage(kind)
        let first = try Service(stage) { $0.uid = 1000 }
        let port = try await first.start()
        #expect(try await stage.records(owner, .srv) == ["0 0 \(port) web1.svc.test."])
        #expect(
            try await stage.records(owner, .txt) == ["\"target=web1.svc.test.\" \"port=\(port)\" \"uid=1000\""])
        await first.die()

        let (serial, updates) = (try await stage.serial, stage.updates)
        let second = try Service(stage) { $0.uid = 1000 }
        let claims = try await second.registrar.claim()
        #expect(claims.map(\.port) == [port])
        #expect(claims.map(\.isRecorded) == [true])
        try await second.registrar.register()
        #expect(second.client.counts.connections == 0, "updates go over TCP")
        #expect(try await stage.serial == serial)
        #expect(stage.updates == updates)

        try await second.end()
        #expect(try await stage.records(owner, .srv) == [])
        #expect(try await stage.records(owner, .txt) == [])
        #expect(try await stage.records("web1.svc.test.", .a) == ["127.0.0.1"])
        await stage.stop()
    }
}
