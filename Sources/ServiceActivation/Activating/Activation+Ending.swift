import Glibc
import ServiceSupervision

extension Activation {
    /// The process that clients come to is told to end.
    mutating func tellToEnd(_ note: ActivationNote, at now: Instant) -> [Action] {
        guard let process = main else { return [] }
        switch process.phase {
        case .starting, .active:
            main = process.told(toEndBy: now + rules.stopTimeout)
            return [.say(note), .signal(run: process.run, SIGTERM)]
        case .stopping, .overdue: return []
        }
    }

    mutating func ended(_ run: Int, _ end: ProcessEnd?, clientsWait: Bool, at now: Instant) -> [Action] {
        guard let process = main, process.run == run else {
            retiring.removeAll { $0.run == run }
            guard successor?.run == run else { return [] }
            successor = nil
            return [.say(.notUpgraded(end))]
        }
        switch process.phase {
        case .stopping(_, isOurs: true): return conclude(.dormant, at: now)
        case .stopping where end?.isClean ?? true: return conclude(.ended(end), at: now)
        case .overdue: return fail(run, nil, leavesClients: clientsWait, at: now)
        case .starting: return fail(run, .endedEarly(end), leavesClients: clientsWait, at: now)
        case .active where isFruitful(process, end, clientsWait: clientsWait, at: now):
            return conclude(.ended(end), at: now)
        case .active, .stopping: return fail(run, .ended(end), leavesClients: clientsWait, at: now)
        }
    }

    /// Whether it has ended as services do that have nothing more to do. One that ends at once, leaves clients waiting and may
    /// have taken none would be started again and again.
    private func isFruitful(_ process: Process, _ end: ProcessEnd?, clientsWait: Bool, at now: Instant) -> Bool {
        guard end?.isClean ?? true else { return false }
        return rules.readinessProvesService || !clientsWait || now - process.since >= Self.leastRun
    }

    private static let leastRun = Duration.seconds(1)

    private mutating func conclude(_ note: ActivationNote, at now: Instant) -> [Action] {
        pacing = RestartPacing(rules.pacing)
        promoteSuccessor()
        return [.say(note)]
    }

    /// A new process that was on its way is where clients come to from now on.
    private mutating func promoteSuccessor() {
        main = successor
        successor = nil
        countAt = nil
        idleSince = nil
    }

    mutating func fail(
        _ run: Int, _ note: ActivationNote?, leavesClients: Bool, at now: Instant
    ) -> [Action] {
        var actions = note.map { [Action.say($0)] } ?? []
        if successor?.run == run {
            successor = nil
            return actions
        }
        guard let process = main, process.run == run else { return [] }
        promoteSuccessor()
        guard main == nil, !isEnding else { return actions }
        let pause = pacing.pause(afterRun: now - process.since, using: &generator)
        if case .suspension = pause {
            rest = .pausing(until: now + pause.duration, isSuspension: true)
        } else {
            rest = .pausing(until: now + pause.duration, isSuspension: false)
        }
        waitingSince = leavesClients ? waitingSince ?? now : nil
        actions.append(.say(.triesAgain(pause)))
        return actions
    }
}
