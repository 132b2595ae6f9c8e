import GRDB
import ServiceCatalog

/// The journal on disk: every plan before it is carried out, and what came of it.
package final class Journal: JournalKeeping {
    private let file: StoreFile
    private let queue: DatabaseQueue
    /// Older entries are dropped: these many, the newest, can always be looked up and undone.
    private let capacity: Int64

    package init(_ file: StoreFile, capacity: Int64 = 2000) throws(StoreError) {
        self.file = file
        self.capacity = capacity
        queue = try file.connect(.full)
    }

    package func open(_ draft: JournalDraft) async throws(JournalError) -> Int64 {
        let capacity = capacity
        return try await write { database in
            let number = try draft.insert(into: database)
            try database.execute(
                sql: "DELETE FROM journal WHERE number <= ?", arguments: [number - capacity])
            return number
        }
    }

    package func settle(
        _ number: Int64, _ outcome: PlanOutcome, updatesDone: Int, at time: Timestamp
    ) async throws(JournalError) {
        try await write { database in
            guard var entry = try JournalEntry.fetch(number, from: database) else { return }
            entry.settle(outcome, updatesDone: updatesDone, at: time)
            try entry.update(in: database)
        }
    }

    package func entry(_ number: Int64) async throws(JournalError) -> JournalEntry? {
        try await read { try JournalEntry.fetch(number, from: $0) }
    }

    /// The newest, newest first.
    package func latest(_ count: Int) async throws(JournalError) -> [JournalEntry] {
        try await read { database in
            try JournalEntry.fetch(
                try Int64.fetchAll(
                    database, sql: "SELECT number FROM journal ORDER BY number DESC LIMIT ?", arguments: [count]),
                from: database)
        }
    }

    package func latestUndoable() async throws(JournalError) -> JournalEntry? {
        try await newest("action <> 'undo'") { $0.isUndoable }
    }

    package func latestRedoable() async throws(JournalError) -> JournalEntry? {
        try await newest(
            """
            action = 'undo' AND number > (
              SELECT coalesce(max(number), 0) FROM journal WHERE updates_done > 0 AND action NOT IN ('undo', 'redo'))
            """
        ) { $0.isRedoable }
    }

    package func unsettled() async throws(JournalError) -> [JournalEntry] {
        try await read { database in
            let numbers = try Int64.fetchAll(
                database,
                sql: "SELECT number FROM journal WHERE state IN ('planned', 'unknown') ORDER BY number DESC LIMIT 100")
            return try JournalEntry.fetch(numbers.reversed(), from: database)
        }
    }

    /// The newest of those of which something was done and not taken back.
    private func newest(
        _ condition: String, where isWanted: @escaping @Sendable (JournalEntry) -> Bool
    ) async throws(JournalError) -> JournalEntry? {
        try await read { database in
            let numbers = try Int64.fetchCursor(
                database,
                sql: """
                    SELECT number FROM journal WHERE updates_done > 0 AND reversed_by IS NULL AND \(condition)
                    ORDER BY number DESC
                    """)
            while let number = try numbers.next() {
                if let entry = try JournalEntry.fetch(number, from: database), isWanted(entry) { return entry }
            }
            return nil
        }
    }

    // MARK: - Access

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(JournalError) -> Value {
        try await access { queue in try await queue.read(body) }
    }

    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(JournalError) -> Value {
        try await access { queue in try await queue.write(body) }
    }

    /// In a task of its own: GRDB gives up what it does when the task that asked for it is cancelled, and what has been sent
    /// has to be taken down whoever is still interested.
    private func access<Value: Sendable>(
        _ body: @escaping @Sendable (DatabaseQueue) async throws -> Value
    ) async throws(JournalError) -> Value {
        let queue = queue
        switch await Task(operation: { try await body(queue) }).result {
        case .success(let value): return value
        case .failure(let error): throw JournalError("\(StoreError(file.path, error))")
        }
    }
}
