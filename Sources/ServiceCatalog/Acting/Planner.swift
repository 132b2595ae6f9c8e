import DNSCore

/// Makes plans: what an action would send, and what it would mean. Sends nothing.
package struct Planner: Sendable {
    package let context: ActingContext

    package init(_ context: ActingContext) { self.context = context }

    /// - Parameters:
    ///   - latest: what is known now, where the request may be about an older picture.
    ///   - entry: what undo takes back, or the undo that redo takes back.
    package func plan(
        _ request: PlanRequest, latest: Snapshot? = nil, reversing entry: JournalEntry? = nil, at now: Timestamp
    ) -> Result<Plan, PlanRefusal> {
        do throws(PlanRefusal) {
            return .success(try make(request, latest ?? request.snapshot, entry, now))
        } catch {
            return .failure(error)
        }
    }

    private func make(
        _ request: PlanRequest, _ latest: Snapshot, _ entry: JournalEntry?, _ now: Timestamp
    ) throws(PlanRefusal) -> Plan {
        guard !context.isReadOnly else { throw .readOnly }
        if request.action == .start { return try StartPlanner(request, latest, context, at: now).plan() }
        let sketch = try sketch(request, entry, now)
        for zone in sketch.zones { try check(zone, of: sketch, in: latest, now) }
        var packing = UpdatePacking(sketch, context)
        let updates = try packing.updates()
        let shares = PlanShares(sketch, after: packing.states, at: now)
        let lines = PlanLines(sketch, shares, at: now)
        var plan = Plan(
            request.action, lines: lines.lines, losses: lines.losses, updates: updates, reverses: entry?.number,
            origin: entry?.draft.action)
        if request.action == .withdraw { plan.offers = AddressOffers(sketch, context).offers(for: updates) }
        let advice = PlanAdvice(request, sketch, context, plan, now)
        plan.notes = advice.notes
        plan.warnings = advice.warnings
        plan.confirmation = advice.confirmation
        return plan
    }

    private func sketch(
        _ request: PlanRequest, _ entry: JournalEntry?, _ now: Timestamp
    ) throws(PlanRefusal) -> PlanSketch {
        switch request.action {
        case .undo, .redo:
            guard let entry else { throw .nothingTo(request.action) }
            return try ReversalSketcher(request.snapshot, entry).draw()
        case .withdraw, .renew, .drain, .weight, .priority:
            guard !request.subjects.isEmpty else { throw .nothingChosen }
            return try RecordSketcher(request, at: now).draw()
        case .start: throw .nothingChosen
        }
    }

    /// That a zone is known well enough to be changed, and is still what was shown.
    private func check(
        _ index: Int, of sketch: PlanSketch, in latest: Snapshot, _ now: Timestamp
    ) throws(PlanRefusal) {
        let name = sketch.snapshot.zones[index].name
        guard context.zones[name] != nil, let zone = latest.zones.first(where: { $0.name == name }) else {
            throw .notFollowed(name)
        }
        guard zone.isCurrent(at: now) else { throw .tooOld(name, zone.freshness.problem?.text) }
        let shown = sketch.shown[index] ?? RRsets()
        for key in Set(sketch.parts.lazy.filter { $0.zone == index }.flatMap(\.guarded)) {
            let records = zone.catalog.records(key)
            guard shown.data(of: key) == Set(records.map(\.data)) else { throw .changedSince(key, now: records) }
        }
    }
}
