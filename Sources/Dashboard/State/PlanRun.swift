import ServiceCatalog

/// A plan that is being carried out, and how far it has come. There is never more than one.
struct PlanRun: Hashable, Sendable {
    let plan: Plan
    /// Its number in the journal, once that is on disk.
    private(set) var entry: Int64?
    /// How many of the updates are on their way or beyond.
    private(set) var sentCount = 0
    /// What came of each update, by its number.
    private(set) var settled: [Int: PlanOutcome] = [:]
    /// Secondaries that show the change, in the order in which they did.
    private(set) var replicated: [String] = []
    private(set) var outcome: PlanOutcome?

    init(_ plan: Plan) { self.plan = plan }

    var isUnderWay: Bool { outcome == nil }

    mutating func take(_ progress: PlanProgress) {
        switch progress {
        case .journaled(let entry): self.entry = entry
        case .sent(let update): sentCount = max(sentCount, min(update, plan.stepCount - 1) + 1)
        case .settled(let update, let outcome):
            if (0..<plan.stepCount).contains(update) { settled[update] = outcome }
        case .replicated(let server):
            if !replicated.contains(server) { replicated.append(server) }
        case .finished(let outcome): self.outcome = self.outcome ?? outcome
        }
    }
}

extension Plan {
    /// What is sent, one after the other.
    fileprivate var stepCount: Int { updates.count + starts.count }
}
