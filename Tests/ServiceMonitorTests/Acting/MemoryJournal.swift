import ServiceCatalog

/// A journal that lasts as long as the test.
actor MemoryJournal: JournalKeeping {
    private(set) var entries: [JournalEntry] = []
    private var failure: JournalError?

    /// From now on nothing can be written.
    func fail(_ text: String) { failure = JournalError(text) }

    func open(_ draft: JournalDraft) throws(JournalError) -> Int64 {
        if let failure { throw failure }
        entries.append(JournalEntry(number: Int64(entries.count + 1), draft))
        return Int64(entries.count)
    }

    func settle(
        _ number: Int64, _ outcome: PlanOutcome, updatesDone: Int, at time: Timestamp
    ) throws(JournalError) {
        if let failure { throw failure }
        let index = Int(number) - 1
        entries[index].settle(outcome, updatesDone: updatesDone, at: time)
        if entries[index].state == .done, let reversed = entries[index].draft.reverses {
            entries[Int(reversed) - 1].reversedBy = number
        }
    }

    func entry(_ number: Int64) -> JournalEntry? { entries.first { $0.number == number } }

    func latestUndoable() -> JournalEntry? { entries.last(where: \.isUndoable) }

    func latestRedoable() -> JournalEntry? {
        let latest = entries.last { $0.updatesDone > 0 && ($0.isRedoable || !$0.isUndo && !$0.isRedo) }
        return latest.flatMap { $0.isRedoable ? $0 : nil }
    }

    func unsettled() -> [JournalEntry] { entries.filter(\.isUnsettled) }
}
