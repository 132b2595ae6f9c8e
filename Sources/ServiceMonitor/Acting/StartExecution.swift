import ActivationControl
import ServiceCatalog

/// Asks stand-ins to start services, one after the other, and waits for what comes of it.
struct StartExecution: Sendable {
    let starts: [Plan.Start]

    /// Until a stand-in answers.
    private static let patience = Duration.seconds(5)
    /// Until a service runs: one that takes longer is still starting then.
    private static let limit = Duration.seconds(30)

    func run(_ tell: @Sendable (PlanProgress) -> Void) async -> PlanOutcome {
        var outcomes: [PlanOutcome] = []
        for (index, start) in starts.enumerated() {
            tell(.sent(update: index))
            let outcome = await run(start)
            outcomes.append(outcome)
            tell(.settled(update: index, outcome))
        }
        return Self.sum(outcomes)
    }

    /// One that fails says nothing against the others: all are tried.
    private static func sum(_ outcomes: [PlanOutcome]) -> PlanOutcome {
        guard let first = outcomes.first else {
            return PlanOutcome(.refused, "there is nothing to start", wasSent: false)
        }
        guard outcomes.count > 1 else { return first }
        let done = outcomes.count { $0.result == .done }
        guard let failure = outcomes.first(where: { $0.result != .done }) else {
            return PlanOutcome(.done, "all \(outcomes.count) services run")
        }
        return PlanOutcome(
            failure.result, "\(done) of \(outcomes.count) services run; \(failure.text)",
            wasSent: outcomes.contains(where: \.wasSent))
    }

    private func run(_ start: Plan.Start) async -> PlanOutcome {
        let client = StandInClient(at: start.standIn.path, patience: Self.patience)
        let begin = ContinuousClock.now
        let watch: StandInWatch
        switch await Blocking.run({ Result { () throws(ControlError) in try client.watch() } }) {
        case .failure(let error): return PlanOutcome(.refused, "\(error)", wasSent: false)
        case .success(let found): watch = found
        }
        guard watch.standIn.user == start.standIn.user else {
            let (path, user) = (start.standIn.path, start.standIn.user)
            return PlanOutcome(
                .refused, "\(path) is uid \(watch.standIn.user)'s now, not uid \(user)'s: nothing was asked",
                wasSent: false)
        }
        guard let before = watch.services.first(where: { $0.service == start.service }) else {
            return PlanOutcome(.refused, "the stand-in holds no \(start.service) any more", wasSent: false)
        }
        if case .failure(let error) = await Blocking.run({
            Result { () throws(ControlError) in try client.start(start.service) }
        }) {
            return PlanOutcome(.refused, "\(start.service) was not started: \(error)")
        }
        return await follow(watch, start, after: before, since: begin)
    }

    /// Waits for the service to run, or to fail.
    private func follow(
        _ watch: StandInWatch, _ start: Plan.Start, after before: ServiceReport, since begin: ContinuousClock.Instant
    ) async -> PlanOutcome {
        let limit = Self.limit
        return await withTaskGroup { group in
            group.addTask { () -> PlanOutcome? in
                for await report in watch.changes where report.service == start.service {
                    if let outcome = Self.outcome(of: report, after: before, in: .now - begin) { return outcome }
                }
                return Task.isCancelled
                    ? nil : PlanOutcome(.unknown, "its stand-in has left before \(start.service) was seen to run")
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
                ?? PlanOutcome(.unknown, "\(start.service) is still starting after \(limit.components.seconds) s")
        }
    }

    /// nil while it is open.
    private static func outcome(
        of report: ServiceReport, after before: ServiceReport, in time: Duration
    ) -> PlanOutcome? {
        switch report.state {
        case .active:
            let process = report.process.map { " (pid \($0))" } ?? ""
            return PlanOutcome(
                .done, "\(report.service) runs\(process), \(time.milliseconds) ms after it was asked for")
        case .waiting where report != before, .suspended where report != before:
            let reason = report.reason.map { ": \($0)" } ?? ""
            return PlanOutcome(.refused, "\(report.service) failed to start\(reason)")
        // It has run and ended before it was looked at again.
        case .dormant where report.starts > before.starts:
            return PlanOutcome(.done, "\(report.service) was started, and has ended already")
        case .dormant, .starting, .stopping, .waiting, .suspended: return nil
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
