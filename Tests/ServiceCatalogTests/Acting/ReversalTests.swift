import DNSCore
import Testing

@testable import ServiceCatalog

@Suite("Undo takes back exactly what was done, and overwrites nothing that has changed since")
struct ReversalTests {
    private static let before = "_x._tcp 60 SRV 0 5 1 h\n_x._tcp 60 SRV 0 5 2 h"

    @Test("a withdrawal: the same record with the same TTL comes back, if the RRset is as it was left")
    func withdrawal() throws {
        let scene = try PlannerScene(Self.before)
        let entry = try scene.plan(.withdraw, scene.subjects(1)).entry(7)
        let after = try PlannerScene("_x._tcp 60 SRV 0 5 2 h")
        let undo = try after.plan(.undo(nil), reversing: entry)
        #expect(
            undo.script == """
                zone svc.test.
                prereq yxrrset _x._tcp.svc.test. SRV 0 5 2 h.svc.test.
                update add _x._tcp.svc.test. 60 SRV 0 5 1 h.svc.test.
                """)
        #expect(undo.reverses == 7)
        let line = try #require(undo.lines.first)
        #expect(line.title == "h:1")
        #expect(line.status == .up)
        #expect(line.shareBefore == nil)
        #expect(line.shareAfter.map { abs($0 - 0.5) < 0.05 } == true)

        let redo = try scene.plan(.redo, reversing: undo.entry(8))
        #expect(redo.script == entry.draft.updates[0].request.description)
        #expect(redo.reverses == 8)
    }

    @Test("a last record: there must be none now")
    func lastRecord() throws {
        let scene = try PlannerScene("_x._tcp 60 SRV 0 5 1 h")
        let entry = try scene.plan(.withdraw, scene.subjects(1)).entry()
        let after = try PlannerScene("h 60 A 192.0.2.1")
        #expect(try after.plan(.undo(nil), reversing: entry).script.contains("prereq nxrrset _x._tcp.svc.test. SRV"))
    }

    @Test("refused where someone else has changed the records since")
    func changedSince() throws {
        let scene = try PlannerScene(Self.before)
        let entry = try scene.plan(.drain, scene.subjects(1)).entry(3)
        let after = try PlannerScene("_x._tcp 60 SRV 0 9 1 h\n_x._tcp 60 SRV 0 5 2 h")
        #expect(
            after.refusal(.undo(nil), reversing: entry)
                == "entry 3 of the journal cannot be taken back: _x._tcp.svc.test. SRV has been changed since: now they "
                + "are 0 9 1 h.svc.test.; 0 5 2 h.svc.test.")
        #expect(
            scene.refusal(.undo(nil), reversing: entry)
                == "entry 3 of the journal cannot be taken back: the records are as they were before it")
    }

    @Test("of a plan that failed on its way, what was done is taken back and no more")
    func partial() throws {
        let text = "_a._tcp 60 SRV 0 5 1 h\n_b._tcp 60 SRV 0 5 2 h"
        var scene = try PlannerScene(text)
        scene.context.messageLimit = 200
        let plan = try scene.plan(.drain, scene.subjects(1, 2))
        #expect(plan.updates.count == 2)
        let after = try PlannerScene(text.replacing("0 5 1", with: "0 0 1"))
        let undo = try after.plan(.undo(nil), reversing: plan.entry(done: 1))
        #expect(undo.lines.map(\.title) == ["h:1"])
        #expect(undo.script.contains("update add _a._tcp.svc.test. 60 SRV 0 5 1 h.svc.test."))
        #expect(!undo.script.contains("_b._tcp"))
    }

    @Test("a renewal that changed no TTL leaves nothing to take back")
    func renewal() throws {
        let scene = try PlannerScene(Self.before)
        let entry = try scene.plan(.renew(ttl: nil), scene.subjects(1)).entry()
        #expect(!entry.isUndoable)
        #expect(scene.refusal(.undo(nil), reversing: entry).hasSuffix("it has changed nothing"))
        #expect(try scene.plan(.renew(ttl: 5), scene.subjects(1)).entry().isUndoable)
    }

    @Test("what came of an entry is taken down once: done stays done, anything else may turn out done")
    func settling() throws {
        let scene = try PlannerScene(Self.before)
        var entry = try scene.plan(.drain, scene.subjects(1)).entry(done: 0)
        entry.state = .planned
        entry.settle(PlanOutcome(.refused, "not sent"), updatesDone: 0, at: PlannerScene.now)
        #expect(entry.state == .refused)
        entry.settle(PlanOutcome(.done, "done"), updatesDone: 1, at: PlannerScene.now)
        #expect(entry.state == .done)
        entry.settle(PlanOutcome(.refused, "no"), updatesDone: 0, at: PlannerScene.now)
        #expect(entry.text == "done")
        #expect(entry.updatesDone == 1)
    }
}
