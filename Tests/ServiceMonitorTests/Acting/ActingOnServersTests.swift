import DNSClient
import DNSCore
import Glibc
import PeerServers
import ServiceCatalog
import Testing

@testable import ServiceMonitor

@Suite("What is planned is done on real servers, and undone", .serialized)
struct ActingOnServersTests {
    @Test(
        "drain, weight, priority, renew and withdraw, each taken back and done again",
        .needs(.bind, .knot, .powerDNSWithSQLite), arguments: PeerSoftware.updatable)
    func everyAction(software: PeerSoftware) async throws {
        let (run, _) = try await ActingRun.start(software)
        let before = try await run.records()
        let expect = { (result: PlanOutcome, comment: String) in
            #expect(result.result == .done, "\(comment): \(result.text)")
        }

        expect(try await run.act(.drain, 1), "drain")
        let drained = try await run.records()
        #expect(try await run.records("_x._tcp", "SRV").contains("0 0 1 h.svc.test. (60)"))
        expect(try await run.act(.undo(nil)), "undo")
        #expect(try await run.records() == before)
        expect(try await run.act(.redo), "redo")
        #expect(try await run.records() == drained)
        expect(try await run.act(.undo(nil)), "undo of the redo")
        #expect(try await run.records() == before)

        expect(try await run.act(.weight(7), 2), "weight")
        expect(try await run.act(.priority(3), 2), "priority")
        #expect(try await run.records("_x._tcp", "SRV").contains("3 7 2 h.svc.test. (60)"))
        expect(try await run.act(.undo(nil)), "undo of the priority")
        expect(try await run.act(.undo(nil)), "undo of the weight")
        #expect(try await run.records() == before)

        expect(try await run.act(.renew(ttl: nil), 1), "renew")
        #expect(try await run.records() == before)
        expect(try await run.act(.renew(ttl: 600), 1), "renew with a TTL")
        #expect(try await run.records("_x._tcp", "SRV").allSatisfy { $0.hasSuffix("(600)") })
        expect(try await run.act(.undo(nil)), "undo of the renewal")
        #expect(try await run.records() == before)

        expect(try await run.act(.withdraw, 1, 3), "withdraw")
        #expect(try await run.records("_x._tcp", "SRV") == ["0 5 2 h.svc.test. (60)"])
        expect(try await run.act(.withdraw, 2), "withdraw the last")
        #expect(try await run.records("_x._tcp", "SRV").isEmpty)
        expect(try await run.act(.undo(nil)), "undo of the last")
        expect(try await run.act(.undo(nil)), "undo of the first")
        #expect(try await run.records() == before)
        await run.server.stop()
    }

    @Test(
        "a DNS-SD instance goes and comes back as a whole", .needs(.bind, .knot, .powerDNSWithSQLite),
        arguments: PeerSoftware.updatable)
    func discovery(software: PeerSoftware) async throws {
        let (run, _) = try await ActingRun.start(software)
        let before = try await run.records()
        let outcome = try await run.act(.withdraw, 631)
        #expect(outcome.result == .done, "\(outcome.text)")
        let after = try await run.records()
        #expect(after.count == before.count - 3)
        #expect(!after.contains { $0.lowercased().contains("one._ipp") })
        #expect(try await run.act(.undo(nil)).result == .done)
        #expect(try await run.records() == before)
        await run.server.stop()
    }

    @Test(
        "an address that nothing uses any more goes too, where the user takes the offer, and comes back with the rest",
        .needs(.bind))
    func offer() async throws {
        let (run, _) = try await ActingRun.start(.bind, "_x._tcp SRV 0 0 1 lone\nlone A 127.0.0.1\nlone AAAA ::1")
        let before = try await run.records()
        var plan = try await run.plan(.withdraw, 1)
        #expect(plan.offers.count == 1)
        plan.offers[0].isTaken = true
        #expect(try await run.execute(plan).outcome.result == .done)
        #expect(try await run.records().count == before.count - 3)
        #expect(try await run.act(.undo(nil)).result == .done)
        #expect(try await run.records() == before)
        await run.server.stop()
    }

    // MARK: - Keys

    @Test(
        "a key that may change the name does; one that may not is told so in the server's own dialect",
        .needs(.bind, .knot, .powerDNSWithSQLite),
        arguments: [
            (PeerSoftware.bind, "answered REFUSED: its rules do not let the key limited-test."),
            (.knot, "so Knot answers where the key is valid but its acl denies"),
            (.powerDNSWithSQLite, "answered NOERROR and changed nothing: so PowerDNS answers"),
        ])
    func limitedKey(software: PeerSoftware, words: String) async throws {
        let updater = PeerUpdater(.limited, names: ["_ipp._tcp.svc.test.", "two._ipp._tcp.svc.test."])
        let (run, _) = try await ActingRun.start(software, updaters: [updater], key: .limited)
        let before = try await run.records()
        let refused = try await run.act(.drain, 1)
        #expect(refused.result == .refused)
        #expect(refused.text.contains(words), "\(refused.text)")
        #expect(refused.text.hasSuffix("the zone is unchanged by it"))
        #expect(try await run.records() == before)
        let allowed = try await run.act(.withdraw, 632)
        #expect(allowed.result == .done, "\(allowed.text)")
        #expect(try await run.act(.undo(nil)).result == .done)
        #expect(try await run.records() == before)
        await run.server.stop()
    }

    @Test("PowerDNS's metadata does not name the key", .needs(.powerDNSWithSQLite))
    func powerDNSMetadata() async throws {
        let (run, _) = try await ActingRun.start(
            .powerDNSWithSQLite, updaters: [PeerUpdater(.limited, names: [])], key: .limited)
        let outcome = try await run.act(.drain, 1)
        #expect(outcome.result == .refused)
        #expect(outcome.text.contains("TSIG-ALLOW-DNSUPDATE"), "\(outcome.text)")
        await run.server.stop()
    }

    @Test(
        "a key that the server does not know", .needs(.bind, .knot, .powerDNSWithSQLite),
        arguments: PeerSoftware.updatable)
    func unknownKey(software: PeerSoftware) async throws {
        let (run, _) = try await ActingRun.start(software, key: .limited)
        let before = try await run.records()
        let outcome = try await run.act(.drain, 1)
        #expect(outcome.result == .refused, "\(outcome.text)")
        #expect(outcome.text.contains("does not know the key limited-test."), "\(outcome.text)")
        #expect(try await run.records() == before)
        await run.server.stop()
    }

    @Test("a clock that is an hour off", .needs(.bind))
    func clock() async throws {
        var (run, _) = try await ActingRun.start(.bind)
        run.client = DNSClient(clock: { UInt64(max(0, time(nil))) + 3600 })
        let outcome = try await run.act(.drain, 1)
        #expect(outcome.result == .refused)
        #expect(outcome.text.contains("behind ours (BADTIME)"), "\(outcome.text)")
        await run.server.stop()
    }

    @Test("NSD takes no updates", .needs(.nsd))
    func readOnlyServer() async throws {
        let (run, _) = try await ActingRun.start(.nsd)
        let outcome = try await run.act(.drain, 1)
        #expect(outcome.result == .refused)
        #expect(outcome.text.contains("answered NOTIMP: it takes no updates at all, as NSD"), "\(outcome.text)")
        await run.server.stop()
    }

    // MARK: - Others

    @Test(
        "a race lost to another writer: theirs is kept, and shown", .needs(.bind, .knot, .powerDNSWithSQLite),
        arguments: PeerSoftware.updatable)
    func race(software: PeerSoftware) async throws {
        let (run, _) = try await ActingRun.start(software)
        let plan = try await run.plan(.drain, 1)
        try await run.server.nsupdate("update add _x._tcp.svc.test. 60 SRV 0 9 4 h.svc.test.")
        let before = try await run.records()
        let (outcome, _) = try await run.execute(plan)
        #expect(outcome.result == .overtaken)
        #expect(outcome.text.hasPrefix("someone else has changed the records first, and theirs are kept."))
        #expect(outcome.text.contains("_x._tcp.svc.test. SRV"))
        #expect(try await run.records() == before)
        let entry = try #require(await run.journal.entries.last)
        #expect(entry.state == .overtaken)
        #expect(!entry.isUndoable)
        await run.server.stop()
    }

    @Test("what someone else has changed since is not overwritten by an undo", .needs(.bind))
    func changedSince() async throws {
        let (run, _) = try await ActingRun.start(.bind)
        #expect(try await run.act(.drain, 1).result == .done)
        let undo = try await run.plan(.undo(nil))
        try await run.server.nsupdate("update delete _x._tcp.svc.test. SRV 0 5 2 h.svc.test.")
        let before = try await run.records()
        #expect(try await run.execute(undo).outcome.result == .overtaken)
        #expect(try await run.records() == before)
        await #expect(throws: PlanRefusal.self) { try await run.plan(.undo(nil)) }
        await run.server.stop()
    }

    @Test("of several zones, what follows a failure is not sent, and undo covers what was done", .needs(.bind))
    func severalZones() async throws {
        let (run, _) = try await ActingRun.start(.bind, zones: ["svc.test.", "other.test.", "third.test."])
        let plan = try await run.plan(.drain, 1)
        #expect(plan.updates.map { $0.request.zone.description } == ["svc.test.", "other.test.", "third.test."])
        try await run.nsupdate("other.test.", "update delete _x._tcp.other.test. SRV 0 5 2 h.other.test.")
        let (outcome, progress) = try await run.execute(plan)
        #expect(outcome.result == .overtaken)
        #expect(outcome.text.hasPrefix("1 of 3 updates done, then: someone else"), "\(outcome.text)")
        #expect(outcome.text.hasSuffix("1 more was not sent; undo takes back what was done"), "\(outcome.text)")
        #expect(!progress.contains(.sent(update: 2)))
        let undo = try await run.plan(.undo(nil))
        #expect(undo.updates.map { $0.request.zone.description } == ["svc.test."])
        #expect(try await run.execute(undo).outcome.result == .done)
        #expect(try await run.records("_x._tcp", "SRV").contains("0 5 1 h.svc.test. (60)"))
        await run.server.stop()
    }

    @Test("each secondary is told of as it follows", .needs(.bind))
    func secondary() async throws {
        let zone = PeerZone(
            "svc.test.",
            """
            $ORIGIN svc.test.
            $TTL 60
            @ SOA ns hostmaster 1 1 1 86400 60
            @ NS ns
            ns A 127.0.0.1
            \(ActingRun.web)

            """)
        var configuration = PeerConfiguration(zone, key: .test)
        configuration.allowsUpdate = true
        let primary = try await PeerServer.start(.bind, configuration)
        configuration.allowsUpdate = false
        configuration.primary = primary.port
        let secondary = try await PeerServer.start(.bind, configuration)
        var run = ActingRun(server: primary, address: try primary.server(key: .peer))
        run.followers = [try secondary.server(key: .peer)]
        let (outcome, progress) = try await run.execute(try await run.plan(.drain, 1))
        #expect(outcome.result == .done)
        #expect(progress.contains(.replicated(server: run.followers[0].description)), "\(progress)")
        await secondary.stop()
        await primary.stop()
    }

    @Test("the journal is written before anything leaves; where it cannot be, nothing does", .needs(.bind))
    func journal() async throws {
        let (run, _) = try await ActingRun.start(.bind)
        let plan = try await run.plan(.drain, 1)
        let (outcome, progress) = try await run.execute(plan)
        #expect(
            progress == [
                .journaled(entry: 1), .sent(update: 0), .settled(update: 0, outcome), .finished(outcome),
            ])
        let before = try await run.records()
        let undo = try await run.plan(.undo(nil))
        await run.journal.fail("disk full")
        let (refused, steps) = try await run.execute(undo)
        #expect(
            refused
                == PlanOutcome(
                    .refused, "nothing was sent, since it cannot be written to the journal: disk full",
                    wasSent: false))
        #expect(steps.count == 1)
        #expect(try await run.records() == before)
        await run.server.stop()
    }
}

extension ActingRun {
    func nsupdate(_ zone: String, _ line: String) async throws {
        let script = [
            "server 127.0.0.1 \(server.port)", "zone \(zone)", "check-names off",
            "key \(PeerKey.test.algorithm):\(PeerKey.test.name) \(PeerKey.test.secret)", line, "send", "",
        ]
        let result = try await Tool.run("nsupdate", [], input: script.joined(separator: "\n"))
        #expect(result.succeeded, "\(result.output)")
    }
}
