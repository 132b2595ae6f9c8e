/// What is asked for, and what is under way: never two plans at a time, nor the same one twice.
struct Acting: Sendable {
    /// A plan was asked for and has not come yet.
    var isPlanning = false
    /// The plan that is being carried out, or was carried out last.
    var run: PlanRun?
    /// The user wanted to leave while a plan was under way, and was told.
    var wasAskedToWait = false

    var isUnderWay: Bool { run?.isUnderWay ?? false }
}
