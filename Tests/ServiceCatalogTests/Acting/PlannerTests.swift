import DNSCore
import Testing

@testable import ServiceCatalog

@Suite("A plan is exactly what will be sent, and says what it means")
struct PlannerTests {
    static let web = """
        _http._tcp 60 SRV 10 60 8001 web1
        _http._tcp 60 SRV 10 40 8002 web2
        _http._tcp 60 SRV 20 0 8003 backup
        web1 300 A 192.0.2.1
        web2 300 A 192.0.2.2
        backup 300 A 192.0.2.3
        """

    @Test("withdraw takes out one record, if the RRset is as it was shown")
    func withdraw() throws {
        let scene = try PlannerScene(Self.web)
        let plan = try scene.plan(.withdraw, scene.subjects(8001))
        #expect(
            plan.script == """
                zone svc.test.
                prereq yxrrset _http._tcp.svc.test. SRV 10 60 8001 web1.svc.test.
                prereq yxrrset _http._tcp.svc.test. SRV 10 40 8002 web2.svc.test.
                prereq yxrrset _http._tcp.svc.test. SRV 20 0 8003 backup.svc.test.
                update delete _http._tcp.svc.test. SRV 10 60 8001 web1.svc.test.
                """)
        let line = try #require(plan.lines.first)
        #expect(line.title == "web1:8001")
        #expect(line.record == "_http._tcp.svc.test. 60 SRV 10 60 8001 web1.svc.test.")
        #expect(plan.updates.map(\.server) == ["ns1:53"])
        #expect(plan.updates.map(\.key) == ["admin."])
        #expect(plan.confirmation == .button)
        #expect(
            plan.notes == ["caches may hand out the old records for up to 1 min after the last secondary has followed"])
    }

    @Test("shares before and after are those of RFC 2782, among what serves")
    func shares() throws {
        let scene = try PlannerScene(Self.web)
        let drain = try #require(try scene.plan(.drain, scene.subjects(8001)).lines.first)
        #expect(abs((drain.shareBefore ?? 0) - 0.6) < 0.01)
        #expect(abs((drain.shareAfter ?? 0) - 1 / 41) < 0.001)
        let withdraw = try #require(try scene.plan(.withdraw, scene.subjects(8001)).lines.first)
        #expect(withdraw.shareAfter == nil)
        // With both of the first tier down, the backup has it all; made first, it keeps it.
        let failing = try PlannerScene(Self.web, down: [8001, 8002])
        let promote = try #require(try failing.plan(.priority(5), failing.subjects(8003)).lines.first)
        #expect(promote.shareBefore == 1)
        #expect(promote.shareAfter == 1)
    }

    @Test("drain, weight and priority replace the record, deletion first")
    func change() throws {
        let scene = try PlannerScene(Self.web)
        let changes = { (action: AdminAction) in
            try scene.plan(action, scene.subjects(8002)).updates[0].request.changes.map(\.description)
        }
        #expect(
            try changes(.drain) == [
                "update delete _http._tcp.svc.test. SRV 10 40 8002 web2.svc.test.",
                "update add _http._tcp.svc.test. 60 SRV 10 0 8002 web2.svc.test.",
            ])
        #expect(try changes(.weight(7)).last == "update add _http._tcp.svc.test. 60 SRV 10 7 8002 web2.svc.test.")
        #expect(try changes(.priority(1)).last == "update add _http._tcp.svc.test. 60 SRV 1 40 8002 web2.svc.test.")
        #expect(scene.refusal(.weight(40), scene.subjects(8002)) == "the weight is 40 already")
    }

    @Test("renew writes the same record again; with a TTL, all of its RRset")
    func renew() throws {
        let scene = try PlannerScene(Self.web)
        let same = try scene.plan(.renew(ttl: nil), scene.subjects(8002))
        #expect(
            same.updates[0].request.changes.map(\.description) == [
                "update add _http._tcp.svc.test. 60 SRV 10 40 8002 web2.svc.test."
            ])
        #expect(same.updates[0].request.prerequisites.count == 1)
        let longer = try scene.plan(.renew(ttl: 3600), scene.subjects(8002))
        #expect(longer.updates[0].request.changes.count == 6)
        #expect(longer.notes.first == "a TTL is all of an RRset's: 2 other records of the same name get 1 h, too")
        #expect(scene.refusal(.renew(ttl: .max), scene.subjects(8002)) == "a TTL is at most 2147483647 seconds")
    }

    @Test("several records of one RRset go into one prerequisite and one update")
    func several() throws {
        let scene = try PlannerScene(Self.web)
        let plan = try scene.plan(.withdraw, scene.subjects(8001, 8002), hidden: 1)
        #expect(plan.updates.count == 1)
        #expect(plan.updates[0].request.prerequisites.count == 1)
        #expect(plan.updates[0].request.changes.count == 2)
        #expect(plan.notes.first == "1 marked record is hidden now")
    }

    // MARK: - DNS-SD

    static let printers = """
        _ipp._tcp 120 PTR One._ipp._tcp
        _ipp._tcp 120 PTR Two._ipp._tcp
        _color._sub._ipp._tcp 120 PTR One._ipp._tcp
        One._ipp._tcp 60 SRV 0 0 631 p1
        One._ipp._tcp 60 TXT "rp=one"
        Two._ipp._tcp 60 SRV 0 0 632 p2
        p1 60 A 192.0.2.7
        """

    @Test("a DNS-SD instance goes as a whole: SRV, TXT and every PTR that leads to it")
    func discovery() throws {
        let scene = try PlannerScene(Self.printers)
        let plan = try scene.plan(.withdraw, scene.subjects(631))
        #expect(plan.lines.map(\.title) == ["One"])
        #expect(
            plan.script == """
                zone svc.test.
                prereq yxrrset One._ipp._tcp.svc.test. SRV 0 0 631 p1.svc.test.
                prereq yxrrset One._ipp._tcp.svc.test. TXT "rp=one"
                prereq yxrrset _ipp._tcp.svc.test. PTR One._ipp._tcp.svc.test.
                prereq yxrrset _ipp._tcp.svc.test. PTR Two._ipp._tcp.svc.test.
                prereq yxrrset _color._sub._ipp._tcp.svc.test. PTR One._ipp._tcp.svc.test.
                update delete One._ipp._tcp.svc.test. SRV 0 0 631 p1.svc.test.
                update delete One._ipp._tcp.svc.test. TXT "rp=one"
                update delete _ipp._tcp.svc.test. PTR One._ipp._tcp.svc.test.
                update delete _color._sub._ipp._tcp.svc.test. PTR One._ipp._tcp.svc.test.
                """)
    }

    @Test("a TXT record that was not there must not have come since")
    func absentText() throws {
        let scene = try PlannerScene(Self.printers)
        let plan = try scene.plan(.withdraw, scene.subjects(632))
        #expect(plan.script.contains("prereq nxrrset Two._ipp._tcp.svc.test. TXT"))
    }

    @Test("where the zone is read by queries and shows no PTR, a DNS-SD instance cannot be withdrawn")
    func unknownPointers() throws {
        var scene = try PlannerScene("One._ipp._tcp 60 SRV 0 0 631 p1")
        scene.snapshot.zones[0].freshness.method = .queries
        #expect(
            scene.refusal(.withdraw, scene.subjects(631)).contains("show no PTR record that leads to One._ipp._tcp"))
    }

    // MARK: - Addresses

    @Test("addresses that nothing else uses are offered, and taken only when asked for")
    func offers() throws {
        let scene = try PlannerScene(Self.printers)
        var plan = try scene.plan(.withdraw, scene.subjects(631))
        #expect(plan.offers.count == 1)
        #expect(plan.offers[0].text.contains("p1.svc.test (192.0.2.7)"))
        #expect(!plan.finalUpdates[0].request.description.contains("p1.svc.test. A"))
        plan.offers[0].isTaken = true
        let request = plan.finalUpdates[0].request
        #expect(request.description.contains("prereq yxrrset p1.svc.test. A 192.0.2.7"))
        #expect(request.description.hasSuffix("update delete p1.svc.test. A 192.0.2.7"))
        let inverse = request.inverse(given: plan.finalUpdates[0].before)
        #expect(inverse.description.contains("prereq nxrrset p1.svc.test. A"))
        #expect(inverse.description.hasSuffix("update add p1.svc.test. 60 A 192.0.2.7"))
    }

    @Test(
        "not offered while anything leads there",
        arguments: ["_x._tcp 60 SRV 0 0 1 p1", "alias 60 CNAME p1", "sub 60 NS p1", "who 60 PTR p1"])
    func usedAddress(record: String) throws {
        let scene = try PlannerScene(Self.printers + "\n" + record)
        #expect(try scene.plan(.withdraw, scene.subjects(631)).offers.isEmpty)
    }

    @Test("not offered where the key may not change it")
    func foreignAddress() throws {
        let key = UpdateKey(try DomainName("k"), .names([NamePattern(try DomainName("*._tcp.svc.test"))]))
        let scene = try PlannerScene("_x._tcp 60 SRV 0 0 1 h\nh 60 A 192.0.2.1", keys: [key])
        #expect(try scene.plan(.withdraw, scene.subjects(1)).offers.isEmpty)
    }

    // MARK: - Confirmation

    @Test("production, more than five records, and the last serving instance are confirmed by typing")
    func confirmation() throws {
        var scene = try PlannerScene(Self.web)
        scene.context.zones[Catalog.origin]?.isProduction = true
        scene.context.zones[Catalog.origin]?.context = "prod"
        let production = try scene.plan(.drain, scene.subjects(8001))
        #expect(production.confirmation == .typed("_http._tcp", reason: "svc.test is production"))
        #expect(production.warnings == ["svc.test is production (prod)"])

        let many = try PlannerScene((1...6).map { "_x._tcp 60 SRV 0 1 \($0) h" }.joined(separator: "\n"))
        let all = { (ports: ClosedRange<UInt16>) in ports.flatMap { many.subjects($0) } }
        #expect(try many.plan(.drain, all(1...5)).confirmation == .button)
        #expect(
            try many.plan(.drain, all(1...6)).confirmation == .typed("_x._tcp", reason: "6 records at once")
        )
    }

    @Test("the last serving instance is called so; so is the last one of all")
    func lastServing() throws {
        let scene = try PlannerScene(Self.web, down: [8002, 8003])
        let plan = try scene.plan(.withdraw, scene.subjects(8001))
        #expect(plan.lines.map(\.isLastServing) == [true])
        #expect(plan.losses.map(\.extent) == [.lastServing])
        #expect(
            plan.warnings == ["the last serving instance of _http._tcp.svc.test: its clients find nobody afterwards"])
        #expect(plan.confirmation == .typed("_http._tcp", reason: "nothing of the service serves afterwards"))
        #expect(try scene.plan(.withdraw, scene.subjects(8002)).lines.map(\.isLastServing) == [false])
        let lone = try PlannerScene("_x._tcp 60 SRV 0 0 1 h", down: [1])
        let end = try lone.plan(.withdraw, lone.subjects(1))
        #expect(end.warnings == ["the last instance of _x._tcp.svc.test: the service is gone afterwards"])
        #expect(end.lines.map(\.isLastServing) == [false])
        #expect(end.losses.map(\.extent) == [.everything])
    }

    @Test("of a service that goes as a whole no record is the last, but the service is lost")
    func lastOfMany() throws {
        let scene = try PlannerScene(Self.web, down: [8003])
        let whole = try scene.plan(.withdraw, scene.subjects(8001, 8002, 8003))
        #expect(whole.lines.map(\.isLastServing) == [false, false, false])
        #expect(whole.losses.map(\.extent) == [.everything])
        #expect(whole.warnings == ["all instances of _http._tcp.svc.test: the service is gone afterwards"])
        let serving = try scene.plan(.withdraw, scene.subjects(8001, 8002))
        #expect(serving.lines.map(\.isLastServing) == [false, false])
        #expect(serving.losses.map(\.extent) == [.everyServing])
        #expect(serving.confirmation == .typed("_http._tcp", reason: "nothing of the service serves afterwards"))
        // What does not serve takes nothing away with it.
        let beside = try scene.plan(.withdraw, scene.subjects(8001, 8003))
        #expect(beside.losses.isEmpty)
        let last = try PlannerScene(Self.web, down: [8001, 8002])
        let both = try last.plan(.withdraw, last.subjects(8001, 8003))
        #expect(both.lines.filter(\.isLastServing).map(\.title) == ["backup:8003"])
    }

    @Test("for records of several services the reason says of how many, and which zone is production")
    func severalServices() throws {
        var scene = try PlannerScene(
            (1...8).map { "_s\($0 % 4)._tcp 60 SRV 0 1 \($0) h\($0)" }.joined(separator: "\n"))
        scene.context.zones[Catalog.origin]?.isProduction = true
        let plan = try scene.plan(.withdraw, scene.subjects(1, 2, 3, 4, 5, 6, 7))
        #expect(
            plan.confirmation
                == .typed("_s1._tcp", reason: "7 records of 4 services, svc.test is production, 3 services end"))
        let all = try scene.plan(.withdraw, scene.subjects(1, 2, 3, 4, 5, 6, 7, 8))
        #expect(
            all.warnings.first
                == "4 services have nobody left who serves: _s1._tcp.svc.test, _s2._tcp.svc.test, _s3._tcp.svc.test and"
                + " 1 more")
    }

    @Test("records stand in the order of the table, whatever order they were chosen in")
    func order() throws {
        let scene = try PlannerScene([5, 10, 3, 4].map { "_x._tcp 60 SRV 0 1 80 web\($0)" }.joined(separator: "\n"))
        let chosen = scene.subjects(80)
        for subjects in [chosen, chosen.reversed()] {
            let plan = try scene.plan(.withdraw, subjects)
            #expect(plan.lines.map(\.title) == ["web3:80", "web4:80", "web5:80", "web10:80"])
            let undo = try scene.later("_y._tcp 60 SRV 0 0 1 h")
            var after = scene
            after.snapshot = undo
            let back = try after.plan(.undo(nil), reversing: plan.entry())
            #expect(back.lines.map(\.title) == plan.lines.map(\.title))
        }
    }

    @Test("a plan holds until one of its RRsets is another")
    func premises() throws {
        let scene = try PlannerScene(Self.web)
        let plan = try scene.plan(.drain, scene.subjects(8001))
        #expect(plan.holds(in: scene.snapshot))
        #expect(plan.holds(in: try scene.later(Self.web + "\n_other._tcp 60 SRV 0 0 1 h")))
        #expect(!plan.holds(in: try scene.later(Self.web + "\n_http._tcp 60 SRV 30 0 8004 h")))
    }

    @Test("draining what is alone in its tier is said to change nothing")
    func vainDrain() throws {
        let scene = try PlannerScene("_x._tcp 60 SRV 0 5 1 h\n_x._tcp 60 SRV 10 5 2 h")
        #expect(
            try scene.plan(.drain, scene.subjects(1)).warnings == [
                "nothing else serves in its place: it goes on getting its clients"
            ])
    }
}
