/// What the user asks for: an action, and the records as the screen showed them when the key was pressed.
package struct PlanRequest: Sendable {
    /// An instance by its numbers in `snapshot`.
    package struct Subject: Hashable, Sendable {
        /// Index in `snapshot.zones`.
        package var zone: Int
        package var instance: InstanceID

        package init(zone: Int, instance: InstanceID) {
            self.zone = zone
            self.instance = instance
        }
    }

    package var action: AdminAction
    /// What was shown: prerequisites are made from it, so that a change by anyone else wins.
    package var snapshot: Snapshot
    /// Empty for undo and redo.
    package var subjects: [Subject]
    /// How many of the subjects are marked, but hidden by the filter or a fold.
    package var hiddenCount: Int

    package init(_ action: AdminAction, _ snapshot: Snapshot, subjects: [Subject] = [], hiddenCount: Int = 0) {
        self.action = action
        self.snapshot = snapshot
        self.subjects = subjects
        self.hiddenCount = hiddenCount
    }
}
