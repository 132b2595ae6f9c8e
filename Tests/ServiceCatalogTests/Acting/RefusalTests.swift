import DNSCore
import Testing

@testable import ServiceCatalog

@Suite("What cannot be done is refused before anything is tried, with the reason")
struct RefusalTests {
    private static let zone =
        "_http._tcp.web 60 SRV 0 1 8001 h\n_http._tcp.web 60 SRV 0 1 8002 h\n_x._tcp 60 SRV 0 0 1 h"

    @Test("--read-only")
    func readOnly() throws {
        var scene = try PlannerScene(Self.zone)
        scene.context.isReadOnly = true
        #expect(
            scene.refusal(.drain, scene.subjects(8001)) == "svctop was started with --read-only: nothing is changed")
    }

    @Test("no key covers the record: the keys and their scopes are named")
    func noKey() throws {
        let keys = [
            UpdateKey(try DomainName("db"), .names([NamePattern(try DomainName("_pg._tcp.svc.test"))])),
            UpdateKey(try DomainName("lab"), .names([NamePattern(try DomainName("*.lab.svc.test"))])),
        ]
        let scene = try PlannerScene(Self.zone, keys: keys)
        #expect(
            scene.refusal(.drain, scene.subjects(8001))
                == "no key of the configuration may change _http._tcp.web.svc.test.: keys for this zone are "
                + "db. (for _pg._tcp.svc.test.), lab. (for *.lab.svc.test.)")
    }

    @Test("no single key covers what has to change together")
    func noCommonKey() throws {
        let keys = [
            UpdateKey(try DomainName("one"), .names([NamePattern(try DomainName("One._ipp._tcp.svc.test"))])),
            UpdateKey(try DomainName("type"), .names([NamePattern(try DomainName("_ipp._tcp.svc.test"))])),
        ]
        let scene = try PlannerScene(PlannerTests.printers, keys: keys)
        #expect(scene.refusal(.withdraw, scene.subjects(631)).contains(", which have to change together"))
    }

    @Test("a record that has gone from the zone")
    func gone() throws {
        let scene = try PlannerScene(Self.zone)
        var emptied = scene
        let subjects = scene.subjects(8001)
        let loaded = try scene.snapshot.zones[0].catalog.replaced(with: "_x._tcp 60 SRV 0 0 1 h", serial: 2)
        emptied.snapshot.zones[0].catalog = loaded.catalog
        emptied.snapshot.zones[0].tombstones = subjects.map {
            ZoneSnapshot.Tombstone(
                instance: $0.instance, service: loaded.catalog.service(of: $0.instance),
                withdrawnAt: PlannerScene.now, clearsAt: PlannerScene.now)
        }
        #expect(emptied.refusal(.drain, subjects) == "h:8001 is not in svc.test any more")
        #expect(
            emptied.refusal(.drain, [PlanRequest.Subject(zone: 0, instance: InstanceID(rawValue: 9999))])
                == "the record is not in svc.test any more")
    }

    @Test("a record that is not any more what was shown")
    func changed() throws {
        let scene = try PlannerScene(Self.zone)
        let latest = try scene.later(Self.zone.replacing("0 1 8002", with: "0 9 8002"))
        #expect(
            scene.refusal(.drain, scene.subjects(8001), latest: latest)
                == "_http._tcp.web.svc.test. SRV has been changed since it was shown: now they are 0 1 8001 "
                + "h.svc.test.; 0 9 8002 h.svc.test.")
        // What happens elsewhere in the zone is no obstacle.
        #expect(throws: Never.self) {
            try scene.plan(.drain, scene.subjects(8001), latest: scene.later(Self.zone + "\nz 1 A 192.0.2.1"))
        }
    }

    @Test("a zone that could not be read for too long")
    func tooOld() throws {
        var scene = try PlannerScene(Self.zone)
        scene.snapshot.zones[0].freshness.problem = ZoneFreshness.Problem(
            text: "ns1: timed out", since: PlannerScene.now)
        #expect(
            scene.refusal(.drain, scene.subjects(8001), after: .seconds(31))
                == "what is shown of svc.test is too old to act on (ns1: timed out): wait until it has been read again"
        )
    }

    @Test("a change that would make two records one")
    func collision() throws {
        let scene = try PlannerScene("_x._tcp 60 SRV 0 0 1 h\n_x._tcp 60 SRV 0 5 1 h")
        let heavier = scene.subjects(1).filter {
            scene.snapshot.zones[0].catalog.location(of: $0.instance).weight == 5
        }
        #expect(scene.refusal(.drain, heavier).contains("the two would become one"))
    }

    @Test("an RRset that does not fit into a message")
    func tooLong() throws {
        var scene = try PlannerScene((1...200).map { "_x._tcp 60 SRV 0 1 \($0) h\($0)" }.joined(separator: "\n"))
        scene.context.messageLimit = 2000
        #expect(scene.refusal(.drain, scene.subjects(1)).contains("_x._tcp.svc.test. SRV has 200 records, too many"))
    }

    @Test("nothing chosen, and nothing to undo or redo")
    func nothing() throws {
        let scene = try PlannerScene(Self.zone)
        #expect(scene.refusal(.withdraw) == "no record is chosen")
        #expect(scene.refusal(.undo(nil)).hasPrefix("there is nothing to undo"))
        #expect(scene.refusal(.redo).hasPrefix("there is nothing to redo"))
    }
}
