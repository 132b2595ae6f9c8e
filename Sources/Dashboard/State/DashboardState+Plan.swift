import ServiceCatalog
import Terminal

/// Plans, from the wish to the outcome.
extension DashboardState {
    /// Asks for a plan, if one may be made now.
    mutating func ask(for request: PlanRequest) -> [Effect] {
        if let reason = reasonNotToAct {
            message = Message(reason, .warning, brief: premises.isReadOnly ? "Read-only: nothing is changed" : nil)
            return [.bell]
        }
        acting.isPlanning = true
        return [.plan(request)]
    }

    /// Why nothing can be changed now, as a sentence for the user.
    var reasonNotToAct: String? {
        if premises.isReadOnly { return "Read-only: svctop was started so that it changes nothing" }
        if let run = acting.run, run.isUnderWay {
            return "“\(run.plan.title)” is still under way: wait for what comes of it"
        }
        if acting.isPlanning { return "The plan for the last key is still being made" }
        return nil
    }

    mutating func take(_ answer: Result<Plan, PlanRefusal>) {
        acting.isPlanning = false
        switch answer {
        case .success(let plan): open(PlanOverlay(plan))
        case .failure(let refusal): message = Message(refusal.description, .error)
        }
    }

    /// Carries out a plan that was confirmed; nothing if another one is under way.
    mutating func carryOut(_ plan: Plan) -> [Effect] {
        guard reasonNotToAct == nil else { return [.bell] }
        acting.run = PlanRun(plan)
        acting.wasAskedToWait = false
        return [.execute(plan)]
    }

    mutating func take(_ progress: PlanProgress) {
        guard acting.run != nil else { return }
        let wasUnderWay = acting.isUnderWay
        acting.run?.take(progress)
        guard wasUnderWay, case .finished(let outcome) = progress else { return }
        let isSeen = overlays.contains { ($0 as? PlanOverlay)?.isFollowing ?? false }
        guard !isSeen else { return }
        let isUndoable = acting.run?.plan.isUndoable ?? false
        message = outcome.message(undoKey: isUndoable ? keyMap.keys(for: .undo).first?.description : nil)
    }

    /// Leaving while an update is on its way takes a second press: its outcome would not be seen.
    mutating func quit() -> [Effect] {
        guard acting.isUnderWay, !acting.wasAskedToWait else { return [.quit] }
        acting.wasAskedToWait = true
        if let run = acting.run, !run.plan.isUndoable {
            message = Message(
                "A service is being started: once more to leave; it goes on", .warning,
                brief: "Starting: once more leaves")
            return [.bell]
        }
        message = Message(
            "An update is under way: once more to leave without its outcome (the journal has it)", .warning,
            brief: "Update under way: once more leaves")
        return [.bell]
    }
}

extension PlanOutcome {
    func message(undoKey: String?) -> Message {
        switch result {
        case .done: Message(undoKey.map { "\(text)  (\($0) undoes it)" } ?? text)
        case .refused, .overtaken: Message(text, .error)
        case .unknown: Message(text, .warning)
        }
    }
}
