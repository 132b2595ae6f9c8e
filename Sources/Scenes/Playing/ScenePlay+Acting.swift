import DNSCore
import Dashboard
import ServiceCatalog
import ServiceMonitor

extension ScenePlay {
    /// Something that is told of a plan that is being carried out.
    struct Reply: Sendable {
        var at: Timestamp
        var progress: PlanProgress
    }

    // MARK: - Planning

    func plan(_ request: PlanRequest) -> Result<Plan, PlanRefusal> {
        let entry = entry(for: request.action)
        return Planner(context).plan(request, latest: monitor.snapshot, reversing: entry, at: now).map { plan in
            var plan = plan
            plan.origin = entry.flatMap(origin)
            return plan
        }
    }

    /// What was done first, before it was undone and done again: an entry reverses an earlier one.
    private func origin(of entry: JournalEntry) -> AdminAction? {
        guard entry.draft.action.isReversal else { return entry.draft.action }
        let earlier = journal.first { $0.number == entry.draft.reverses && $0.number < entry.number }
        return earlier.flatMap(origin)
    }

    private var context: ActingContext {
        let zones = scene.zones.map { zone in
            let context = scene.contexts[zone.apex]
            return (
                zone.apex,
                ActingContext.Zone(
                    server: zone.server, keys: zone.key.flatMap { try? DomainName($0) }.map { [UpdateKey($0)] } ?? [],
                    context: context?.name, isProduction: context?.isProduction ?? false)
            )
        }
        return ActingContext(zones: Dictionary(uniqueKeysWithValues: zones), isReadOnly: scene.isReadOnly)
    }

    private func entry(for action: AdminAction) -> JournalEntry? {
        switch action {
        case .undo(let number?): journal.first { $0.number == number }
        case .undo(nil): journal.last(where: \.isUndoable)
        case .redo: journal.last(where: \.isRedoable)
        case .withdraw, .renew, .drain, .weight, .priority, .start: nil
        }
    }

    // MARK: - Carrying out

    /// All of it is decided now; the dashboard hears of it as of answers over a network.
    mutating func execute(_ plan: Plan) {
        if plan.action == .start { return start(plan.starts) }
        let updates = plan.finalUpdates
        let number = Int64(journal.count + 1)
        journal.append(
            JournalEntry(
                number: number,
                JournalDraft(
                    at: now, action: plan.action, user: "admin", lines: plan.lines, updates: updates,
                    inverses: updates.map { $0.request.inverse(given: $0.before) }, reverses: plan.reverses)))
        var time = now.advanced(by: .milliseconds(4))
        reply(.journaled(entry: number), at: time)
        var outcome = PlanOutcome(.refused, "there is nothing to send", wasSent: false)
        var done = 0
        for (index, update) in updates.enumerated() {
            reply(.sent(update: index), at: time)
            time = time.advanced(by: .milliseconds(12))
            outcome = carryOut(update, answeredAt: time)
            reply(.settled(update: index, outcome), at: time)
            guard outcome.result == .done else { break }
            done += 1
        }
        settle(number, outcome, done, plan.reverses)
        finish(outcome, updates.prefix(done), at: time)
    }

    /// Each is ready after a while.
    private mutating func start(_ starts: [Plan.Start]) {
        var outcome = PlanOutcome(.refused, "there is nothing to start", wasSent: false)
        var time = now
        for (index, start) in starts.enumerated() {
            reply(.sent(update: index), at: time)
            if let ready = world.standIns.start(start.service, at: time) {
                time = ready
                outcome = PlanOutcome(.done, "\(start.service) runs (pid 4711), 1000 ms after it was asked for")
            } else {
                outcome = PlanOutcome(.refused, "\(start.service) was not started: it runs already")
            }
            reply(.settled(update: index, outcome), at: time)
        }
        if starts.count > 1 { outcome.text = "all \(starts.count) services run" }
        reply(.finished(outcome), at: time)
    }

    private mutating func carryOut(_ update: Plan.Update, answeredAt time: Timestamp) -> PlanOutcome {
        guard let index = world.index(of: update.request.zone) else {
            return PlanOutcome(.refused, "\(update.server) does not serve this zone: nothing was sent", wasSent: false)
        }
        let code = world.update(index, update.request)
        world.authorities[index].nextPoll = time
        return MonitorRehearsal.outcome(
            of: update, answered: code, holding: world.authorities[index].records,
            serial: world.authorities[index].serial)
    }

    private mutating func settle(_ number: Int64, _ outcome: PlanOutcome, _ done: Int, _ reversed: Int64?) {
        for index in journal.indices {
            if journal[index].number == number { journal[index].settle(outcome, updatesDone: done, at: now) }
            if journal[index].number == reversed, outcome.result == .done { journal[index].reversedBy = number }
        }
    }

    /// Secondaries follow one after the other, or not in time.
    private mutating func finish(_ outcome: PlanOutcome, _ updates: ArraySlice<Plan.Update>, at time: Timestamp) {
        var outcome = outcome
        var time = time
        let indices = Set(updates.compactMap { world.index(of: $0.request.zone) }).sorted()
        for server in indices.flatMap({ world.authorities[$0].followers }) {
            time = time.advanced(by: .milliseconds(400))
            reply(.replicated(server: server), at: time)
        }
        let late = indices.flatMap { world.authorities[$0].stragglers }
        if !late.isEmpty {
            time = time.advanced(by: .seconds(10))
            outcome.text += ". Not followed yet: \(late.joined(separator: ", "))"
        }
        reply(.finished(outcome), at: time)
    }

    private mutating func reply(_ progress: PlanProgress, at time: Timestamp) {
        let place = replies.firstIndex { $0.at <= time } ?? replies.endIndex
        replies.insert(Reply(at: time, progress: progress), at: place)
    }
}
