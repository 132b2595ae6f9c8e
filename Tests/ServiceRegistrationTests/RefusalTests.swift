import DNSAuthority
import DNSClient
import DNSCore
import PeerServers
import ServiceRegistration
import Testing

@Suite("What a server does not allow, or does not answer")
struct RefusalTests {
    private let owner = "_http._tcp.web.svc.test."

    @Test("a key cannot take another's name: that is said, and nothing has changed", arguments: Stage.Kind.usable)
    func foreignName(_ kind: Stage.Kind) async throws {
        let stage = try await Stage(kind)
        let stranger = try Service(stage) { plan in
            plan.names = [try RegisteredName(name("_http._tcp.bank.svc.test."), key: stage.key)]
        }
        _ = try await stranger.registrar.claim()
        let serial = try await stage.serial
        await #expect {
            try await stranger.registrar.register()
        } throws: { error in
            "\(error)".contains("the key _http._tcp.web.svc.test.")
        }
        #expect(try await stage.serial == serial)
        #expect(try await stage.records("_http._tcp.bank.svc.test.", .srv) == [])
        await stage.stop()
    }

    @Test("a key that may not give the host an address, nor publish TLSA, registers the service all the same")
    func parts() async throws {
        let stage = try await Stage(.authority)
        let pin = try #require(CertificatePin(digest: Array(repeating: 7, count: 32)))
        let service = try Service(stage, target: "new.svc.test.") { $0.names[0].pins = [pin] }
        let port = try await service.start()
        #expect(try await stage.records(owner, .srv) == ["0 0 \(port) new.svc.test."])
        #expect(try await stage.records(owner, .txt)[0].contains("pin=\(pin)"))
        let refused = service.events { if case .partRefused(let part, _) = $0 { part } else { nil } }
        #expect(refused == ["new.svc.test. gets no address (127.0.0.1)", "no TLSA records are at new.svc.test."])
        try await service.end()
        await stage.stop()
    }

    @Test(
        "a key that may do so gives the host its address, and publishes the pin as TLSA", arguments: Stage.Kind.usable)
    func allParts(_ kind: Stage.Kind) async throws {
        let stage = try await Stage(kind)
        let pin = try #require(CertificatePin(digest: Array(repeating: 7, count: 32)))
        let service = try Service(stage, target: "new.svc.test.", key: stage.admin) { $0.names[0].pins = [pin] }
        let port = try await service.start()
        #expect(try await stage.records("new.svc.test.", .a) == ["127.0.0.1"])
        #expect(try await stage.records("_\(port)._tcp.new.svc.test.", .tlsa).count == 1)
        #expect(!service.events.contains { if case .partRefused = $0 { true } else { false } })
        try await service.end()
        #expect(try await stage.records("_\(port)._tcp.new.svc.test.", .tlsa) == [])
        #expect(try await stage.records("new.svc.test.", .a) == ["127.0.0.1"], "others may rely on it by now")
        await stage.stop()
    }

    @Test("the keys of a port go with it")
    func movedKeys() async throws {
        let stage = try await Stage(.authority)
        let pin = try #require(CertificatePin(digest: Array(repeating: 7, count: 32)))
        let first = try Service(stage, key: stage.admin) { $0.names[0].pins = [pin] }
        let old = try await first.start()
        await first.die()
        let thief = try Listener(port: old)
        let second = try Service(stage, key: stage.admin) { $0.names[0].pins = [pin] }
        let new = try await second.start()
        #expect(try await stage.records("_\(old)._tcp.web1.svc.test.", .tlsa) == [])
        #expect(try await stage.records("_\(new)._tcp.web1.svc.test.", .tlsa).count == 1)
        try await second.end()
        thief.stop()
        await stage.stop()
    }

    @Test("a service starts though no server is there, and registers once there is one", .needs(.bind))
    func serverAway() async throws {
        let stage = try await Stage(.bind)
        await stage.stop()
        let service = try Service(stage)
        let claims = try await service.registrar.claim()
        #expect(claims.map(\.isRecorded) == [false])
        await #expect(throws: RegistrationError.self) { try await service.registrar.register() }
        service.hold()
        try await until { service.events.contains { if case .trouble = $0 { true } else { false } } }
        try await stage.startAgain()
        try await until { service.events.contains { if case .registered = $0 { true } else { false } } }
        #expect(try await stage.records(owner, .srv) == ["0 0 \(claims[0].port) web1.svc.test."])
        try await service.end()
        await stage.stop()
    }

    @Test("a server that is away for a while finds the service holding its name", arguments: [Stage.Kind.bind, .knot])
    func serverGone(_ kind: Stage.Kind) async throws {
        let stage = try await Stage(kind)
        let service = try Service(stage)
        let port = try await service.start()
        service.hold()
        await stage.stop()
        try await until { service.events.contains { if case .trouble = $0 { true } else { false } } }
        try await stage.startAgain()
        try await until { service.events.contains { if case .recovered = $0 { true } else { false } } }
        #expect(try await stage.records(owner, .srv) == ["0 0 \(port) web1.svc.test."])
        try await service.end()
        #expect(try await stage.records(owner, .srv) == [])
        await stage.stop()
    }

    @Test("an update whose answer was lost is not sent twice", arguments: [Stage.Kind.authority, .bind])
    func lostAnswer(_ kind: Stage.Kind) async throws {
        let stage = try await Stage(kind)
        let relay = try Relay(to: stage.server.port)
        let service = try Service(stage, at: [try stage.through(relay)])
        _ = try await service.registrar.claim()
        relay.spoilNext(.cutting(after: 1))
        let serial = try #require(try await stage.serial)
        try await service.registrar.register()
        #expect(service.client.counts.connections == 1)
        #expect(try await stage.serial == serial.successor)
        try await service.end()
        await stage.stop()
        relay.stop()
    }

    @Test("an update that never arrived is sent again")
    func lostUpdate() async throws {
        let stage = try await Stage(.authority)
        let relay = try Relay(to: stage.server.port)
        let service = try Service(stage, at: [try stage.through(relay)])
        _ = try await service.registrar.claim()
        relay.spoilNext(.hangingUp)
        try await service.registrar.register()
        #expect(service.client.counts.connections == 2)
        #expect(try await stage.records(owner, .srv).count == 1)
        try await service.end()
        await stage.stop()
        relay.stop()
    }

    @Test("the next server is asked where the first cannot be reached")
    func severalServers() async throws {
        let stage = try await Stage(.authority)
        let nobody = Server(try ServerAddress(host: "127.0.0.1", port: try freeLoopbackPort()))
        let service = try Service(stage, at: [nobody, stage.server])
        try await service.start()
        #expect(try await stage.records(owner, .srv).count == 1)
        try await service.end()
        await stage.stop()
    }

    @Test("a primary that is silent holds up the first question, and no other")
    func silentPrimary() async throws {
        let stage = try await Stage(.authority)
        let relay = try Relay(to: stage.server.port, .silent)
        var primary = try stage.through(relay)
        primary.timeouts = Timeouts(connect: .seconds(1), answer: .seconds(1))
        let service = try Service(stage, at: [primary, stage.server])
        _ = try await service.registrar.claim()
        let start = ContinuousClock.now
        try await service.registrar.register()
        try await service.registrar.withdraw()
        #expect(ContinuousClock.now - start < .seconds(1))
        relay.stop()
        await stage.stop()
    }

    @Test("a withdrawal does not wait for ever")
    func silentServer() async throws {
        let stage = try await Stage(.authority)
        let relay = try Relay(to: stage.server.port)
        var server = try stage.through(relay)
        server.timeouts = Timeouts(connect: .milliseconds(500), answer: .milliseconds(500))
        let service = try Service(stage, at: [server])
        try await service.start()
        relay.behave(.silent)
        let start = ContinuousClock.now
        await #expect(throws: RegistrationError.self) { try await service.registrar.withdraw() }
        #expect(ContinuousClock.now - start < .seconds(6))
        await stage.stop()
        relay.stop()
    }
}
