import DNSCore

/// One plan in the journal, and what came of it.
package struct JournalEntry: Hashable, Sendable {
    package enum State: String, Hashable, Sendable, CaseIterable {
        /// Written, but what came of it is not: on its way, or svctop ended before the answer came.
        case planned
        case done
        case refused
        case overtaken
        case unknown
    }

    /// From 1, in the order of writing.
    package var number: Int64
    package var draft: JournalDraft
    package var state: State
    /// What happened, as a sentence; empty while `planned`.
    package var text: String
    /// Of the zone of the last update that was done.
    package var serial: Serial?
    /// How many of the updates, from the first on, were carried out: what an undo takes back.
    package var updatesDone: Int
    package var settledAt: Timestamp?
    /// The entry that took all of this back.
    package var reversedBy: Int64?

    package init(
        number: Int64, _ draft: JournalDraft, state: State = .planned, text: String = "", serial: Serial? = nil,
        updatesDone: Int = 0, settledAt: Timestamp? = nil, reversedBy: Int64? = nil
    ) {
        self.number = number
        self.draft = draft
        self.state = state
        self.text = text
        self.serial = serial
        self.updatesDone = updatesDone
        self.settledAt = settledAt
        self.reversedBy = reversedBy
    }
}

extension JournalEntry {
    /// Whether undo may take it back: something of it was done, and it is neither an undo itself nor taken back already.
    package var isUndoable: Bool { hasLeftSomething && !isUndo }

    /// Whether redo may do again what this undid.
    package var isRedoable: Bool { hasLeftSomething && isUndo }

    /// A renewal that left the TTL alone has changed nothing.
    private var hasLeftSomething: Bool {
        reversedBy == nil && draft.inverses.prefix(updatesDone).contains { !$0.changes.isEmpty }
    }

    package var isUndo: Bool {
        if case .undo = draft.action { true } else { false }
    }

    package var isRedo: Bool { draft.action == .redo }

    /// Whether what came of it is open, so that it has to be found out from the zone.
    package var isUnsettled: Bool { state == .planned || state == .unknown }

    /// Takes down what came of it. What was found done stays done, whoever else thinks to have seen otherwise; anything else
    /// is corrected by a later `done`.
    package mutating func settle(_ outcome: PlanOutcome, updatesDone: Int, at time: Timestamp) {
        guard isUnsettled || outcome.result == .done, state != .done else { return }
        state = State(outcome.result)
        text = outcome.text
        serial = outcome.serial ?? serial
        self.updatesDone = max(self.updatesDone, min(updatesDone, draft.updates.count))
        settledAt = time
    }
}

extension JournalEntry.State {
    package init(_ result: PlanOutcome.Result) {
        self =
            switch result {
            case .done: .done
            case .refused: .refused
            case .overtaken: .overtaken
            case .unknown: .unknown
            }
    }
}
