import ArgumentParser
import ServiceCatalog

/// How a command ends that has carried out a plan.
struct PlanEnd {
    let outcome: PlanOutcome

    init(_ progress: [PlanProgress]) {
        var outcome = PlanOutcome(.unknown, "it was given up before it was known what came of it")
        for case .finished(let last) in progress { outcome = last }
        self.outcome = outcome
    }

    /// - Parameter saying: Whether what happened is told in words, too.
    func leave(saying: Bool) throws {
        if saying {
            if outcome.result == .done { StandardOutput.say(outcome.text) } else { StandardError.say(outcome.text) }
        }
        guard outcome.result != .done else { return }
        throw ExitCode(outcome.result.exitStatus.rawValue)
    }
}

extension PlanOutcome.Result {
    var exitStatus: ExitStatus {
        switch self {
        case .done: .success
        case .refused: .failure
        case .unknown: .unknown
        case .overtaken: .overtaken
        }
    }
}
