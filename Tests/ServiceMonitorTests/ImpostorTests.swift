import DNSCore
import ServiceCatalog
import Testing

@testable import ServiceMonitor
@testable import ServiceProbing

@Suite("Who answers in a service's place is shown")
struct ImpostorTests {
    private static let web = """
        _http._tcp.web 60 SRV 10 60 1 h
        _http._tcp.web 60 SRV 10 40 2 h
        _http._tcp.web 60 TXT "target=h.svc.test." "port=1" "uid=1234"
        h 60 A 10.0.0.1
        """

    private func owner(_ user: UInt32, accepted: Bool = true) -> PeerEvidence {
        PeerEvidence(owner: SocketOwner(user: user, hasAccepted: accepted))
    }

    private func pin(_ byte: UInt8) throws -> CertificatePin {
        try #require(CertificatePin(digest: [UInt8](repeating: byte, count: 32)))
    }

    private func certificate(_ byte: UInt8, lasting: Duration = .seconds(90 * 86_400), at now: Timestamp) throws
        -> PeerEvidence
    {
        PeerEvidence(
            certificate: SeenCertificate(
                pin: try pin(byte), names: [], notBefore: .distantPast, notAfter: now.advanced(by: lasting),
                isForService: false))
    }

    @Test("one probe is enough, and one good one clears it")
    func once() throws {
        var scene = try Scene(Self.web)
        #expect(scene.probed.values.map { "\($0.endpoint.port) \($0.expectsOwner)" }.sorted() == ["1 true", "2 false"])
        scene.port(1, is: .up, seeing: owner(1234))
        scene.port(2, is: .up)
        #expect(scene.statuses == ["1 up", "2 up"])
        scene.pass(.seconds(10))
        scene.port(1, is: .up, seeing: owner(4321))
        #expect(scene.statuses == ["1 impostor: another user's port", "2 up"])
        scene.pass(.seconds(10))
        scene.port(1, is: .up, seeing: owner(1234))
        #expect(scene.statuses == ["1 up", "2 up"])
        let first = try #require(scene.state.zones[0].catalog.instances(withPort: 1).first)
        #expect(scene.state.zones[0].table[first].since == scene.now)
        #expect(
            scene.events == [
                "impostor h:1 is uid 4321's, not uid 1234's (another user's port)",
                "failover h:1/10 60%, h:2/10 40% -> h:2/10 40% (another user's port)",
                "recovered h:1",
                "failover h:2/10 40% -> h:1/10 60%, h:2/10 40%",
            ])
    }

    @Test("while it answers, a probe that sees nothing of it leaves what was seen; one that fails does not")
    func inconclusive() throws {
        var scene = try Scene(Self.web)
        scene.port(1, is: .up, seeing: owner(4321))
        scene.port(1, is: .up)
        #expect(scene.statuses.first == "1 impostor: another user's port")
        scene.port(1, is: .suspect, .refused)
        #expect(scene.statuses.first == "1 suspect: connection refused")
        scene.port(1, is: .down, .refused)
        #expect(scene.statuses.first == "1 down: connection refused")
        #expect(scene.events.last?.hasPrefix("down") == true)
    }

    @Test("a stranger that does not answer as the service would is one all the same")
    func failing() throws {
        var scene = try Scene(Self.web)
        scene.port(1, is: .suspect, .timedOut, seeing: owner(4321))
        #expect(scene.statuses.first == "1 impostor: another user's port")
    }

    @Test("who listens for the service may hand over; the details keep who has accepted")
    func handOver() throws {
        var scene = try Scene(Self.web)
        scene.port(1, is: .up, seeing: owner(0, accepted: false))
        #expect(scene.statuses.first == "1 up")
        scene.port(1, is: .up, seeing: owner(1234))
        scene.port(1, is: .up, seeing: owner(0, accepted: false))
        #expect(scene.statuses.first == "1 up")
        let first = try #require(scene.state.zones[0].catalog.instances(withPort: 1).first)
        let peer = try #require(scene.state.zones[0].peers.telling(first))
        #expect(peer.evidence.owner?.user == 1234)
        #expect(scene.events.isEmpty)
    }

    @Test("a stranger who comes after one that listens for the service is there since it came")
    func afterStandIn() throws {
        var scene = try Scene(Self.web)
        scene.port(1, is: .up, seeing: owner(0, accepted: false))
        scene.pass(.seconds(30))
        scene.port(1, is: .down, .refused)
        scene.pass(.seconds(30))
        scene.port(1, is: .recovering, seeing: owner(4321))
        let first = try #require(scene.state.zones[0].catalog.instances(withPort: 1).first)
        #expect(scene.statuses.first == "1 impostor: another user's port")
        #expect(scene.state.zones[0].peers.telling(first)?.since == scene.now)
        #expect(scene.state.zones[0].table[first].since == scene.now)
    }

    @Test("one stranger after the other is told, with since when")
    func another() throws {
        var scene = try Scene(Self.web)
        scene.port(1, is: .up, seeing: owner(4321))
        scene.pass(.seconds(30))
        let later = scene.now
        scene.port(1, is: .up, seeing: owner(999))
        scene.pass(.seconds(30))
        scene.port(1, is: .up, seeing: owner(999))
        let first = try #require(scene.state.zones[0].catalog.instances(withPort: 1).first)
        #expect(scene.state.zones[0].peers.telling(first)?.since == later)
        let strangers = scene.events.filter { $0.hasPrefix("impostor") }
        #expect(strangers.count == 2)
        #expect(strangers.last?.contains("is uid 999's") == true)
    }

    @Test("the record's word changes with the record")
    func changedRecord() throws {
        var scene = try Scene(Self.web)
        scene.port(1, is: .up, seeing: owner(4321))
        #expect(scene.statuses.first == "1 impostor: another user's port")
        try scene.zoneBecomes(Self.web.replacing("uid=1234", with: "uid=4321"))
        #expect(scene.statuses.first == "1 up")
        try scene.zoneBecomes(
            Self.web.replacing("_http._tcp.web 60 TXT \"target=h.svc.test.\" \"port=1\" \"uid=1234\"\n", with: ""))
        #expect(scene.probed.values.allSatisfy { !$0.expectsOwner })
        scene.port(1, is: .up, seeing: owner(1))
        #expect(scene.statuses.first == "1 up")
        try scene.zoneBecomes(Self.web)
        #expect(scene.statuses.first == "1 impostor: another user's port")
        #expect(scene.probed.values.contains { $0.expectsOwner })
    }

    @Test("the configuration wins over the record, and the admin's pin does too")
    func precedence() throws {
        let name = try DomainName("_http._tcp.web.svc.test.")
        var scene = try Scene(Self.web, rules: ServiceRules(identities: [name: Identity(users: [7])]))
        scene.port(1, is: .up, seeing: owner(1234))
        scene.port(2, is: .up, seeing: owner(7))
        #expect(scene.statuses == ["1 impostor: another user's port", "2 up"])

        var pinned = try Scene(Self.web)
        pinned.port(1, is: .up, seeing: owner(8))
        let catalog = pinned.state.zones[0].catalog
        let first = try #require(catalog.instances(withPort: 1).first)
        pinned.state.pin([catalog.identity(of: first): Identity(users: [8])], at: pinned.now)
        #expect(pinned.statuses.first == "1 up")
        pinned.state.pin([:], at: pinned.now)
        #expect(pinned.statuses.first == "1 impostor: another user's port")
    }

    @Test("a pin asks for TLS, but not of a service that begins in the clear")
    func pins() throws {
        let text = "pin=\(try pin(1))"
        var scene = try Scene(
            """
            _http._tcp.web 60 SRV 0 0 1 h
            _http._tcp.web 60 TXT "\(text)"
            _smtp._tcp 60 SRV 0 0 2 h
            _smtp._tcp 60 TXT "\(text)"
            _imap._tcp 60 SRV 0 0 3 h
            _imap._tcp 60 TXT "\(text)" "probe=tls"
            h 60 A 10.0.0.1
            """)
        let kinds = Dictionary(uniqueKeysWithValues: scene.probed.values.map { ($0.endpoint.port, $0.kind) })
        #expect(kinds == [1: .tls, 2: .tcpConnect, 3: .tls])
        scene.port(1, is: .up, seeing: try certificate(1, at: scene.now))
        scene.port(3, is: .up, seeing: try certificate(2, at: scene.now))
        #expect(scene.statuses == ["1 up", "2 unknown: not probed yet", "3 impostor: another key than the one pinned"])
    }

    @Test("a certificate that ends soon degrades; the limit can be set")
    func expiry() throws {
        let zone = "_https._tcp 60 SRV 0 0 1 h\nh 60 A 10.0.0.1"
        var scene = try Scene(zone)
        #expect(scene.probed.values.map(\.kind) == [.tls])
        scene.port(1, is: .up, seeing: try certificate(1, lasting: .seconds(86_400), at: scene.now))
        #expect(scene.statuses == ["1 degraded: certificate expires soon"])
        scene.pass(.seconds(2 * 86_400))
        scene.port(1, is: .up, seeing: try certificate(1, lasting: .seconds(-86_400), at: scene.now))
        #expect(scene.statuses == ["1 degraded: certificate expired"])
        var lax = try Scene(zone, rules: ServiceRules(expiryLimit: .seconds(3600)))
        lax.port(1, is: .up, seeing: try certificate(1, lasting: .seconds(86_400), at: lax.now))
        #expect(lax.statuses == ["1 up"])
    }
}

@Suite("How services are asked")
struct ProbeChoiceTests {
    private func kinds(_ zone: String, _ wishes: [String: ProbeWish] = [:]) throws -> [UInt16: ProbeTarget] {
        let scene = try Scene(zone + "\nh 60 A 10.0.0.1", rules: ServiceRules(wishes: wishes))
        return Dictionary(uniqueKeysWithValues: scene.probed.values.map { ($0.endpoint.port, $0) })
    }

    @Test("by name: a connection, and a handshake where TLS is in the name")
    func names() throws {
        let found = try kinds(
            "_http._tcp 60 SRV 0 0 1 h\n_HTTPS._tcp 60 SRV 0 0 2 h\n_grpc._tcp 60 SRV 0 0 3 h\n_imaps._tcp 60 SRV 0 0 4 h"
        )
        #expect(found.mapValues(\.kind) == [1: .tcpConnect, 2: .tls, 3: .tcpConnect, 4: .tls])
        #expect(found[1]?.details == nil)
        #expect(found[2]?.details?.host == "h.svc.test")
    }

    @Test("by TXT, and by the configuration, which wins")
    func wishes() throws {
        let zone = """
            _http._tcp 60 SRV 0 0 1 h
            _http._tcp 60 TXT "probe=http" "path=/ready" "status=204"
            _grpc._tcp 60 SRV 0 0 2 h
            _grpc._tcp 60 TXT probe=grpc
            _x._tcp 60 SRV 0 0 3 h
            _x._tcp 60 TXT probe=none
            """
        let found = try kinds(zone)
        #expect(found.mapValues(\.kind) == [1: .http, 2: .grpc])
        #expect(found[1]?.details?.path == "/ready")
        #expect(found[1]?.details?.statuses == 204...204)
        let configured = try kinds(zone, ["_http._tcp": ProbeWish(method: .https, path: "/")])
        #expect(configured[1]?.kind == .https)
        #expect(configured[1]?.details?.path == "/")
        #expect(configured[1]?.details?.statuses == 204...204)
    }

    @Test("of several records at one endpoint the most telling probe is made, as long as its record is there")
    func shared() throws {
        let plain = "_x._tcp 60 SRV 0 0 1 h\n_y._tcp 60 SRV 0 0 1 h\nh 60 A 10.0.0.1\n"
        let told = plain + "_y._tcp 60 TXT probe=http uid=5\n"
        var scene = try Scene(plain)
        #expect(scene.probed.values.map(\.kind) == [.tcpConnect])
        try scene.zoneBecomes(told)
        #expect(scene.probed.values.map { "\($0.kind) \($0.expectsOwner)" } == ["http true"])
        try scene.zoneBecomes(plain)
        #expect(scene.probed.values.map { "\($0.kind) \($0.expectsOwner)" } == ["tcpConnect false"])
        try scene.zoneBecomes(told)
        try scene.zoneBecomes("_x._tcp 60 SRV 0 0 1 h\nh 60 A 10.0.0.1\n")
        #expect(scene.probed.values.map { "\($0.kind) \($0.expectsOwner)" } == ["tcpConnect false"])
    }

    @Test("what wants no probe is not probed, and is not said to be anything")
    func none() throws {
        let scene = try Scene("_x._tcp 60 SRV 0 0 1 h\n_x._tcp 60 TXT probe=none\nh 60 A 10.0.0.1")
        #expect(scene.statuses == ["1 unknown: not probed"])
    }
}

extension Catalog {
    func instances(withPort port: UInt16) -> [InstanceID] {
        var found: [InstanceID] = []
        forEachInstance { if location(of: $0).port == port { found.append($0) } }
        return found
    }
}
