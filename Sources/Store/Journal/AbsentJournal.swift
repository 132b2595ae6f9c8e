import ServiceCatalog

/// A journal that there is none of: good enough to look at a plan, and refuses to open an entry.
package struct AbsentJournal: JournalKeeping {
    private let error: JournalError

    package init(because error: StoreError) { self.error = JournalError("\(error)") }

    package func open(_ draft: JournalDraft) async throws(JournalError) -> Int64 { throw error }

    package func settle(
        _ number: Int64, _ outcome: PlanOutcome, updatesDone: Int, at time: Timestamp
    ) async throws(JournalError) { throw error }

    package func entry(_ number: Int64) async throws(JournalError) -> JournalEntry? { throw error }

    package func latestUndoable() async throws(JournalError) -> JournalEntry? { throw error }

    package func latestRedoable() async throws(JournalError) -> JournalEntry? { throw error }

    package func unsettled() async throws(JournalError) -> [JournalEntry] { [] }
}
