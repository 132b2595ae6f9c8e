import DNSCore

/// What is written to the journal, and synced, before the first UPDATE of a plan leaves.
package struct JournalDraft: Hashable, Sendable {
    package var at: Timestamp
    package var action: AdminAction
    /// Who asked for it: the login name, or the number of a user without one.
    package var user: String
    /// The records that it is about, with what they were.
    package var lines: [Plan.Line]
    /// As they are sent, in this order, up to the first that fails.
    package var updates: [Plan.Update]
    /// What takes each of `updates` back, TTLs included: as many, in the same order.
    package var inverses: [UpdateRequest]
    /// The entry that this undoes; for a redo, the entry of the undo.
    package var reverses: Int64?

    package init(
        at: Timestamp, action: AdminAction, user: String, lines: [Plan.Line], updates: [Plan.Update],
        inverses: [UpdateRequest], reverses: Int64? = nil
    ) {
        self.at = at
        self.action = action
        self.user = user
        self.lines = lines
        self.updates = updates
        self.inverses = inverses
        self.reverses = reverses
    }
}
