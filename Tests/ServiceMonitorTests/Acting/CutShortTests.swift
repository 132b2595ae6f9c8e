import DNSClient
import DNSCore
import PeerServers
import ServiceCatalog
import ServiceProbing
import Testing

@testable import ServiceMonitor

@Suite("Whatever is cut short, nothing is lost or done twice, and what happened is found out", .serialized)
struct CutShortTests {
    @Test(
        "the server is gone when the plan is confirmed: nothing is sent",
        .needs(.bind, .knot, .powerDNSWithSQLite), arguments: PeerSoftware.updatable)
    func serverGone(software: PeerSoftware) async throws {
        let (run, _) = try await ActingRun.start(software)
        let before = try await run.records()
        let plan = try await run.plan(.drain, 1)
        await run.server.stop()
        let (outcome, _) = try await run.execute(plan)
        #expect(outcome.result == .refused)
        #expect(outcome.text.hasSuffix("nothing was sent"), "\(outcome.text)")
        try await run.server.start()
        #expect(try await run.records() == before)
        #expect(try await run.execute(plan).outcome.result == .done)
        await run.server.stop()
    }

    @Test(
        "the answer is lost on its way: the zone shows that it was done, once",
        .needs(.bind, .knot, .powerDNSWithSQLite), arguments: PeerSoftware.updatable)
    func answerLost(software: PeerSoftware) async throws {
        let (run, relay) = try await ActingRun.start(software, throughRelay: true)
        let before = try await run.records()
        let plan = try await run.plan(.drain, 1)
        relay?.spoilNext(.cutting(after: 1))
        let (outcome, _) = try await run.execute(plan)
        #expect(outcome.result == .done, "\(outcome.text)")
        #expect(outcome.text.hasSuffix("but the zone shows that it was carried out, once"), "\(outcome.text)")
        #expect(try await run.records("_x._tcp", "SRV").count == 3)
        #expect(try await run.act(.undo(nil)).result == .done)
        #expect(try await run.records() == before)
        await run.server.stop()
    }

    @Test(
        "the connection ends before the server has the update: the zone is unchanged, and that is said",
        .needs(.bind, .knot, .powerDNSWithSQLite), arguments: PeerSoftware.updatable)
    func requestLost(software: PeerSoftware) async throws {
        let (run, relay) = try await ActingRun.start(software, throughRelay: true)
        let before = try await run.records()
        let plan = try await run.plan(.drain, 1)
        relay?.spoilNext(.hangingUp)
        let (outcome, _) = try await run.execute(plan)
        #expect(outcome.result == .refused)
        #expect(
            outcome.text.hasSuffix("closed the connection without an answer; the zone is unchanged by it"),
            "\(outcome.text)")
        #expect(try await run.records() == before)
        await run.server.stop()
    }

    @Test("no answer at all: open, until a later look finds that it was never done", .needs(.bind))
    func silence() async throws {
        var (run, relay) = try await ActingRun.start(.bind, throughRelay: true)
        run.patience = .zero
        let plan = try await run.plan(.drain, 1)
        relay?.spoilNext(.silent)
        let (outcome, _) = try await run.execute(plan)
        #expect(outcome.result == .unknown)
        #expect(outcome.text.contains("may still be carried out"), "\(outcome.text)")
        #expect(await run.journal.entries[0].isUnsettled)
        let found = try await run.desk.settleOpenEntries()
        #expect(
            found == [
                "entry 1, drain h:1, was cut short: it was never carried out: the zone is as it was before"
            ])
        #expect(await run.journal.entries[0].state == .refused)
        await run.server.stop()
    }

    @Test("neither answer nor zone can be had: open, until the server is back", .needs(.bind))
    func nothingToBeHad() async throws {
        let (run, relay) = try await ActingRun.start(.bind, throughRelay: true)
        let before = try await run.records()
        let plan = try await run.plan(.drain, 1)
        relay?.spoilNext(.cutting(after: 1))
        relay?.behave(.hangingUp)
        let (outcome, _) = try await run.execute(plan)
        #expect(outcome.result == .unknown)
        #expect(outcome.text.contains("whether it was carried out is open"), "\(outcome.text)")
        relay?.behave(.faithful)
        // The next plan finds it out, and says so.
        let next = try await run.plan(.drain, 2)
        #expect(
            next.notes.last
                == "entry 1, drain h:1, was cut short: found done: the zone shows that it was carried out")
        #expect(try await run.act(.undo(nil)).result == .done)
        #expect(try await run.records() == before)
        await run.server.stop()
    }

    // MARK: - svctop killed between journal and answer

    private func kill(_ run: ActingRun, _ plan: Plan, afterSending isSent: Bool) async throws {
        let updates = plan.finalUpdates
        _ = try await run.journal.open(
            JournalDraft(
                at: Timestamp(nanoseconds: 0), action: plan.action, user: "tester", lines: plan.lines, updates: updates,
                inverses: updates.map { $0.request.inverse(given: $0.before) }, reverses: plan.reverses))
        guard isSent else { return }
        _ = try await DNSClient().update(updates[0].request, at: run.address)
    }

    @Test(
        "after the journal was written and before anything left: the next start says that nothing was done",
        .needs(.bind))
    func killedBeforeSending() async throws {
        let (run, _) = try await ActingRun.start(.bind)
        let before = try await run.records()
        try await kill(run, try await run.plan(.withdraw, 631), afterSending: false)
        let found = try await run.desk.settleOpenEntries()
        #expect(
            found == ["entry 1, withdraw One, was cut short: it was never carried out: the zone is as it was before"])
        #expect(try await run.records() == before)
        await #expect(throws: PlanRefusal.self) { try await run.plan(.undo(nil)) }
        await run.server.stop()
    }

    @Test(
        "after it was sent and before the answer came: the next start finds it done, and undo takes it back",
        .needs(.bind, .knot, .powerDNSWithSQLite), arguments: PeerSoftware.updatable)
    func killedBeforeAnswer(software: PeerSoftware) async throws {
        let (run, _) = try await ActingRun.start(software)
        let before = try await run.records()
        try await kill(run, try await run.plan(.withdraw, 631), afterSending: true)
        let found = try await run.desk.settleOpenEntries()
        #expect(
            found.map { $0.lowercased() } == [
                "entry 1, withdraw one, was cut short: found done: the zone shows that it was carried out"
            ])
        #expect(try await run.desk.settleOpenEntries().isEmpty)
        #expect(try await run.act(.undo(nil)).result == .done)
        #expect(try await run.records() == before)
        await run.server.stop()
    }

    @Test("with a change by someone else since, it is left open whose it was, and nothing is taken back", .needs(.bind))
    func killedAndChanged() async throws {
        let (run, _) = try await ActingRun.start(.bind)
        try await kill(run, try await run.plan(.drain, 1), afterSending: false)
        try await run.server.nsupdate("update add _x._tcp.svc.test. 60 SRV 0 9 4 h.svc.test.")
        let found = try await run.desk.settleOpenEntries()
        #expect(found.first?.contains("the records have been changed since, so it cannot be told") == true)
        #expect(await run.journal.entries[0].state == .overtaken)
        await run.server.stop()
    }

    @Test("what is younger than a server may take is left open, lest it come true after all", .needs(.bind))
    func young() async throws {
        let (run, _) = try await ActingRun.start(.bind)
        let plan = try await run.plan(.drain, 1)
        let updates = plan.finalUpdates
        _ = try await run.journal.open(
            JournalDraft(
                at: WallClock().now, action: .drain, user: "tester", lines: plan.lines, updates: updates,
                inverses: updates.map { $0.request.inverse(given: $0.before) }))
        #expect(try await run.desk.settleOpenEntries().isEmpty)
        #expect(await run.journal.entries[0].state == .planned)
        await run.server.stop()
    }
}
