import DNSCore
import GRDB
import ServiceCatalog

extension JournalEntry {
    static func fetch(_ numbers: [Int64], from database: Database) throws -> [JournalEntry] {
        try numbers.compactMap { try fetch($0, from: database) }
    }

    static func fetch(_ number: Int64, from database: Database) throws -> JournalEntry? {
        let row = try Row.fetchOne(database, sql: "SELECT * FROM journal WHERE number = ?", arguments: [number])
        guard let row else { return nil }
        do {
            return try JournalEntry(number, StoredRow(row), from: database)
        } catch let error as StoredRow.Mismatch {
            throw StoredRow.Mismatch(place: "\(error.place) of journal entry \(number)")
        }
    }

    private init(_ number: Int64, _ row: StoredRow, from database: Database) throws {
        guard let action = AdminAction(name: try row.text("action"), argument: try row.optionalInteger("argument"))
        else {
            throw StoredRow.Mismatch(place: "action")
        }
        guard let state = State(rawValue: try row.text("state")) else { throw StoredRow.Mismatch(place: "state") }
        let (updates, inverses) = try Self.updates(of: number, from: database)
        self.init(
            number: number,
            JournalDraft(
                at: try row.time("at"), action: action, user: try row.text("user"),
                lines: try Self.lines(of: number, from: database), updates: updates, inverses: inverses,
                reverses: try row.optionalInteger("reverses")),
            state: state, text: try row.text("text"), serial: try row.serial("serial"),
            updatesDone: min(try row.number("updates_done"), updates.count),
            settledAt: try row.optionalTime("settled_at"), reversedBy: try row.optionalInteger("reversed_by"))
    }

    private static func lines(of number: Int64, from database: Database) throws -> [Plan.Line] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM journal_line WHERE entry = ? ORDER BY position", arguments: [number]
        ).map { row in
            let row = StoredRow(row)
            return Plan.Line(
                zone: try row.name("zone"), service: try row.name("service"), title: try row.text("title"),
                record: try row.text("record"), status: try row.status("status"),
                shareBefore: try row.optionalFraction("share_before"),
                shareAfter: try row.optionalFraction("share_after"),
                isLastServing: try row.truth("is_last_serving"))
        }
    }

    private static func updates(
        of number: Int64, from database: Database
    ) throws -> (updates: [Plan.Update], inverses: [UpdateRequest]) {
        var updates: [Plan.Update] = []
        var inverses: [UpdateRequest] = []
        let rows = try Row.fetchAll(
            database, sql: "SELECT * FROM journal_update WHERE entry = ? ORDER BY position", arguments: [number])
        for row in rows.map(StoredRow.init) {
            updates.append(
                Plan.Update(
                    try request(row, "message"), server: try row.text("server"),
                    key: try row.optionalText("key")))
            inverses.append(try request(row, "inverse"))
        }
        return (updates, inverses)
    }

    private static func request(_ row: StoredRow, _ column: String) throws -> UpdateRequest {
        do {
            return try UpdateRequest(Message(decoding: row.bytes(column)))
        } catch {
            throw StoredRow.Mismatch(place: column)
        }
    }

    /// Writes what has come of it; where it took another back, that one says so.
    func update(in database: Database) throws {
        try database.execute(
            sql: """
                UPDATE journal SET state = ?, text = ?, serial = ?, updates_done = ?, settled_at = ? WHERE number = ?
                """,
            arguments: [
                state.rawValue, text, serial.map { Int64($0.rawValue) }, updatesDone, settledAt?.nanoseconds, number,
            ])
        guard state == .done, let reversed = draft.reverses else { return }
        try database.execute(
            sql: "UPDATE journal SET reversed_by = ? WHERE number = ? AND reversed_by IS NULL",
            arguments: [number, reversed])
    }
}
