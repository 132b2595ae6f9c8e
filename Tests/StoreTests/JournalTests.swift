import DNSCore
import Glibc
import PeerServers
import ServiceCatalog
import Testing

@testable import Store

@Suite("What is written to the journal is there after a restart, and says what may be taken back")
struct JournalTests {
    private let place = try? StorePlace()

    private func open(capacity: Int64 = 2000) throws -> Journal {
        try Journal(try #require(place).file, capacity: capacity)
    }

    private func done(_ text: String = "done") -> PlanOutcome { PlanOutcome(.done, text, serial: Serial(rawValue: 9)) }

    @Test(
        "an entry comes back as it was written",
        arguments: [
            .withdraw, .renew(ttl: nil), .renew(ttl: .max), .drain, .weight(0), .priority(.max), .undo(nil), .undo(7),
            .redo,
        ] as [AdminAction])
    func roundTrip(action: AdminAction) async throws {
        let draft = JournalDraft.example(action, reverses: 7)
        let number = try await open().open(draft)
        let entry = try await open().entry(number)
        #expect(entry == JournalEntry(number: number, draft))
    }

    @Test("what came of it is there after a restart")
    func settled() async throws {
        let journal = try open()
        let number = try await journal.open(.example())
        try await journal.settle(number, done(), updatesDone: 1, at: time(2000))
        let entry = try #require(try await open().entry(number))
        #expect(entry.state == .done)
        #expect(entry.text == "done")
        #expect(entry.serial == Serial(rawValue: 9))
        #expect(entry.updatesDone == 1)
        #expect(entry.settledAt == time(2000))
        #expect(try await open().unsettled() == [])
    }

    @Test("what was found done stays done")
    func doneStays() async throws {
        let journal = try open()
        let number = try await journal.open(.example())
        try await journal.settle(number, PlanOutcome(.unknown, "?"), updatesDone: 0, at: time(1))
        #expect(try await journal.unsettled().map(\.number) == [number])
        try await journal.settle(number, done(), updatesDone: 1, at: time(2))
        try await journal.settle(number, PlanOutcome(.refused, "no"), updatesDone: 0, at: time(3))
        #expect(try await journal.entry(number)?.state == .done)
    }

    @Test("an undo takes its entry out of what can be undone, and a redo brings it back")
    func undoAndRedo() async throws {
        let journal = try open()
        func carryOut(_ draft: JournalDraft) async throws -> Int64 {
            let number = try await journal.open(draft)
            try await journal.settle(number, done(), updatesDone: 1, at: time(1))
            return number
        }
        let first = try await carryOut(.example(port: 1))
        let second = try await carryOut(.example(port: 2))
        #expect(try await journal.latestUndoable()?.number == second)
        #expect(try await journal.latestRedoable() == nil)
        let undo = try await carryOut(.example(.undo(second), port: 2, reverses: second))
        #expect(try await journal.entry(second)?.reversedBy == undo)
        #expect(try await journal.latestUndoable()?.number == first)
        #expect(try await journal.latestRedoable()?.number == undo)
        let redo = try await carryOut(.example(.redo, port: 2, reverses: undo))
        #expect(try await journal.latestRedoable() == nil)
        #expect(try await journal.latestUndoable()?.number == redo)
    }

    @Test("what was refused, or has changed nothing, cannot be undone")
    func nothingToUndo() async throws {
        let journal = try open()
        let refused = try await journal.open(.example())
        try await journal.settle(refused, PlanOutcome(.refused, "no"), updatesDone: 0, at: time(1))
        var draft = JournalDraft.example(.renew(ttl: nil))
        draft.inverses[0].changes = []
        let renewed = try await journal.open(draft)
        try await journal.settle(renewed, done(), updatesDone: 1, at: time(1))
        #expect(try await journal.latestUndoable() == nil)
    }

    @Test("the oldest entries go, and no number is given twice")
    func bounded() async throws {
        let journal = try open(capacity: 3)
        for port in 1...5 as ClosedRange<UInt16> { _ = try await journal.open(.example(port: port)) }
        #expect(try await journal.latest(10).map(\.number) == [5, 4, 3])
        #expect(try await journal.latest(2).map(\.number) == [5, 4])
        #expect(try await place?.sqlite("SELECT count(*) FROM journal_update") == "3\n")
        _ = try await place?.sqlite("DELETE FROM journal")
        #expect(try await open().open(.example()) == 6)
    }

    @Test("two that write at once get numbers of their own, and nothing is lost")
    func atOnce() async throws {
        let journals = [try open(), try open()]
        let numbers = try await withThrowingTaskGroup(of: Int64.self) { group in
            for count in 0..<40 { group.addTask { try await journals[count % 2].open(.example()) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(numbers.sorted() == Array(1...40))
        #expect(try await journals[0].latest(100).count == 40)
    }

    @Test("an entry is written down even for a task that was cancelled")
    func cancelled() async throws {
        let journal = try open()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await journal.open(.example())
        }
        #expect(try await task.value == 1)
        #expect(try await journal.entry(1) != nil)
    }

    @Test("no one else may read it")
    func permissions() async throws {
        let place = try #require(place)
        _ = try await open().open(.example())
        func mode(_ path: String) -> mode_t {
            var status = stat()
            return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
        }
        #expect(mode(place.file.path) == 0o600)
        #expect(mode(place.file.path + "-wal") & 0o077 == 0)
        #expect(mode("\(place.folder.path)/state/svctop") == 0o700)
        chmod(place.file.path, 0o644)
        _ = try open()
        #expect(mode(place.file.path) == 0o600)
    }

    @Test("what a row holds that svctop did not write is told, not trusted")
    func tampered() async throws {
        let number = try await open().open(.example())
        for change in [
            "UPDATE journal SET state = 'sold'",
            "UPDATE journal SET state = 'planned', action = 'weight', argument = 70000",
            "UPDATE journal_update SET message = X'00'", "UPDATE journal_line SET zone = 'a..b'",
        ] {
            #expect(try await place?.sqlite(change) == "")
            await #expect(throws: JournalError.self) { try await open().entry(number) }
        }
    }
}
