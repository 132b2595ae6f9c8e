/// Where plans are written down before they are carried out: what undo, and the next start after a crash, go by.
package protocol JournalKeeping: Sendable {
    /// Writes an entry. It is on disk when this returns: only then does anything leave.
    func open(_ draft: JournalDraft) async throws(JournalError) -> Int64
    /// Takes down what came of an entry, as `JournalEntry.settle` says. Where it is `done` and reverses another, the other is
    /// `reversedBy` it from then on.
    func settle(
        _ number: Int64, _ outcome: PlanOutcome, updatesDone: Int, at time: Timestamp
    ) async throws(JournalError)
    func entry(_ number: Int64) async throws(JournalError) -> JournalEntry?
    /// The newest that `isUndoable`.
    func latestUndoable() async throws(JournalError) -> JournalEntry?
    /// The newest that `isRedoable`, unless something other than undo and redo was done after it.
    func latestRedoable() async throws(JournalError) -> JournalEntry?
    /// Those that are `isUnsettled`, oldest first; where there are many, the newest hundred.
    func unsettled() async throws(JournalError) -> [JournalEntry]
}

extension JournalKeeping {
    /// What was done first, before it was undone and done again; nil where that is too long ago to find.
    package func origin(of entry: JournalEntry) async throws(JournalError) -> AdminAction? {
        var entry = entry
        for _ in 0..<32 {
            guard entry.draft.action.isReversal else { return entry.draft.action }
            guard let number = entry.draft.reverses, let earlier = try await self.entry(number) else { return nil }
            entry = earlier
        }
        return nil
    }
}

/// Why the journal could not be read or written: which file, what is the matter, what to do.
package struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
