import DNSCore
import GRDB
import ServiceCatalog

extension JournalDraft {
    /// - Returns: the entry's number.
    func insert(into database: Database) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO journal (at, action, argument, user, reverses, state, text, updates_done)
                VALUES (?, ?, ?, ?, ?, 'planned', '', 0)
                """,
            arguments: [at.nanoseconds, action.name, action.argument, user, reverses])
        let number = database.lastInsertedRowID
        for (position, line) in lines.enumerated() { try insert(line, position, of: number, into: database) }
        for (position, (update, inverse)) in zip(updates, inverses).enumerated() {
            try insert(update, inverse, position, of: number, into: database)
        }
        return number
    }

    private func insert(_ line: Plan.Line, _ position: Int, of number: Int64, into database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO journal_line
                  (entry, position, zone, service, title, record, status, share_before, share_after, is_last_serving)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            number, position, line.zone.description, line.service.description, line.title, line.record,
            line.status.name, line.shareBefore, line.shareAfter, line.isLastServing,
        ])
    }

    /// A message as it goes over the wire, without its signature: no secret is written. The text is for who opens the file
    /// with other tools.
    private func insert(
        _ update: Plan.Update, _ inverse: UpdateRequest, _ position: Int, of number: Int64, into database: Database
    ) throws {
        // The bytes stand in the statement: a blob as an argument would have to be Foundation's.
        let message = Hexadecimal.encode(try update.request.encoded(id: 0))
        let inverseMessage = Hexadecimal.encode(try inverse.encoded(id: 0))
        try database.execute(
            sql: """
                INSERT INTO journal_update (entry, position, server, key, message, text, inverse, inverse_text)
                VALUES (?, ?, ?, ?, X'\(message)', ?, X'\(inverseMessage)', ?)
                """,
            arguments: [
                number, position, update.server, update.key, update.request.description, inverse.description,
            ])
    }
}

extension AdminAction {
    /// The number that belongs to the action's name.
    var argument: Int64? {
        switch self {
        case .renew(let ttl): ttl.map(Int64.init)
        case .weight(let weight): Int64(weight)
        case .priority(let priority): Int64(priority)
        case .undo(let number): number
        case .withdraw, .drain, .redo, .start: nil
        }
    }

    /// nil for what is no action.
    init?(name: String, argument: Int64?) {
        switch (name, argument) {
        case ("withdraw", nil): self = .withdraw
        case ("renew", nil): self = .renew(ttl: nil)
        case ("renew", let ttl?):
            guard let ttl = UInt32(exactly: ttl) else { return nil }
            self = .renew(ttl: ttl)
        case ("drain", nil): self = .drain
        case ("weight", let weight?):
            guard let weight = UInt16(exactly: weight) else { return nil }
            self = .weight(weight)
        case ("priority", let priority?):
            guard let priority = UInt16(exactly: priority) else { return nil }
            self = .priority(priority)
        case ("undo", let number): self = .undo(number)
        case ("redo", nil): self = .redo
        default: return nil
        }
    }
}
