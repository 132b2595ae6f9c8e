import ServiceCatalog
import ServiceProbing
import Testing

@testable import ServiceMonitor

@Suite("Each status has one exact meaning")
struct StatusTests {
    @Test("nothing is up before it was probed, and up only while the last probe is young")
    func upMeansVerified() throws {
        var scene = try Scene("a 60 A 127.0.0.1\n_x._tcp 60 SRV 0 0 80 a")
        #expect(scene.statuses == ["80 unknown: not probed yet"])
        scene.port(80, is: .up)
        #expect(scene.statuses == ["80 up"])
        scene.pass(.seconds(33))
        scene.state.reviewAges(at: scene.now)
        #expect(scene.statuses == ["80 unknown: last probe too old"])
        scene.port(80, is: .up)
        #expect(scene.statuses == ["80 up"])
        #expect(scene.events == [])
    }

    @Test("failing is suspect, then down, then stale; answering again is down until it is up")
    func falling() throws {
        var scene = try Scene("a 60 A 127.0.0.1\n_x._tcp 60 SRV 0 0 80 a")
        scene.port(80, is: .up)
        scene.port(80, is: .suspect, .refused)
        #expect(scene.statuses == ["80 suspect: connection refused"])
        scene.port(80, is: .down, .refused)
        #expect(scene.statuses == ["80 down: connection refused"])
        scene.pass(.seconds(601))
        scene.port(80, is: .down, .timedOut)
        #expect(scene.statuses == ["80 stale: timed out"])
        scene.port(80, is: .recovering)
        #expect(scene.statuses == ["80 down: recovering"])
        scene.port(80, is: .up)
        #expect(scene.statuses == ["80 up"])
        #expect(
            scene.events == ["suspect a:80 (connection refused)", "down a:80 (connection refused)", "recovered a:80"])
    }

    @Test("some addresses failing is degraded, all of them is down")
    func degraded() throws {
        var scene = try Scene("a 60 A 127.0.0.1\na 60 AAAA ::1\n_x._tcp 60 SRV 0 0 80 a")
        #expect(scene.probed.count == 2)
        let ids = scene.probed.keys.sorted()
        let both = scene.probed
        scene.probed = both.filter { $0.key == ids[0] }
        scene.port(80, is: .up)
        #expect(scene.statuses == ["80 unknown: not probed yet"])
        scene.probed = both.filter { $0.key == ids[1] }
        scene.port(80, is: .down, .timedOut)
        #expect(scene.statuses == ["80 degraded: some addresses fail"])
        scene.probed = both
        scene.port(80, is: .down, .timedOut)
        #expect(scene.statuses == ["80 down: timed out"])
    }

    @Test(
        "what the zone itself says needs no probe",
        arguments: [
            ("_x._tcp 60 SRV 0 0 80 .", "80 unavailable: not offered"),
            ("_x._tcp 60 SRV 0 0 80 nobody", "80 dangling: target does not exist"),
            ("_x._tcp 60 SRV 0 0 80 c\nc 5 CNAME a", "80 dangling: target is an alias"),
            ("_x._tcp 60 SRV 0 0 80 t\nt 5 TXT x", "80 dangling: target has no address"),
            ("_x._udp 60 SRV 0 0 80 a\na 5 A 127.0.0.1", "80 unknown: no probe for this protocol"),
            ("_x._tcp 60 SRV 0 0 80 host.other.test.", "80 unknown: looking up the target"),
        ])
    func byRecordsAlone(zone: String, expected: String) throws {
        let scene = try Scene(zone)
        #expect(scene.statuses == [expected])
        #expect(scene.probed.isEmpty)
    }

    @Test("UDP is probed where its protocol is known")
    func knownProtocols() throws {
        var scene = try Scene("a 5 A 127.0.0.1\n_ntp._udp 60 SRV 0 0 123 a")
        #expect(scene.probed.values.map(\.kind) == [.ntp])
        scene.port(123, is: .up)
        #expect(scene.statuses == ["123 up"])
    }

    @Test("without probes everything is unknown and says so")
    func probingOff() throws {
        let scene = try Scene("a 60 A 127.0.0.1\n_x._tcp 60 SRV 0 0 80 a", probes: false)
        #expect(scene.statuses == ["80 unknown: not probed"])
        #expect(scene.probed.isEmpty)
    }

    @Test("without probes nobody is asked for addresses in other zones")
    func lookupsOff() throws {
        let zone = "_x._tcp 60 SRV 0 0 80 host.elsewhere.invalid."
        let scene = try Scene(zone, probes: false)
        #expect(scene.statuses == ["80 unknown: not probed"])
        #expect(scene.state.lookups.isEmpty)
        #expect(try Scene(zone).statuses == ["80 unknown: looking up the target"])
    }

    @Test("flapping is told as such while it answers")
    func flapping() throws {
        var scene = try Scene("a 60 A 127.0.0.1\n_x._tcp 60 SRV 0 0 80 a")
        scene.port(80, is: .up, flapping: true)
        #expect(scene.statuses == ["80 flapping: changes often"])
    }

    @Test("in a zone that could not be read for too long nothing is shown as healthy, and failures stay failures")
    func oldZone() throws {
        var scene = try Scene("a 60 A 127.0.0.1\n_x._tcp 60 SRV 0 0 80 a\n_x._tcp 60 SRV 0 0 81 a")
        scene.port(80, is: .up)
        scene.port(81, is: .down, .refused)
        scene.state.zones[0].freshness.confirmedAt = scene.now
        let snapshot = scene.state.snapshot(at: scene.now, maximumAge: .seconds(30), probesPerSecond: 0)
        #expect(snapshot.counts(at: scene.now)[.up] == 1)
        let later = scene.now.advanced(by: .seconds(31))
        let counts = snapshot.counts(at: later)
        #expect(counts[.up] == 0 && counts[.unknown] == 1 && counts[.down] == 1)
        let zone = snapshot.zones[0]
        let service = zone.catalog.servicesByName[0]
        let reasons = zone.catalog.instances(of: service).map { zone.health(of: $0, at: later).reason }
        #expect(Set(reasons) == [.zoneDataTooOld, .refused])
    }
}
