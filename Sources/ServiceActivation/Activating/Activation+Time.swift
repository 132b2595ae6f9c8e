import Glibc

extension Activation {
    /// When `time` has something to do; nil for never.
    package var nextWake: Instant? {
        var instants = [main, successor].compactMap { $0?.deadline } + retiring.compactMap(\.deadline)
        if main == nil, case .pausing(let until, _) = rest { instants.append(until) }
        if let countAt { instants.append(countAt) }
        if watchesSockets, let waitingSince { instants.append(waitingSince + rules.startTimeout) }
        return instants.min()
    }

    mutating func passTime(at now: Instant) -> [Action] {
        var actions = overdueMain(at: now) + overdueSuccessor(at: now)
        for place in retiring.indices where retiring[place].isToBeKilled(at: now) {
            actions.append(.kill(run: retiring[place].run))
        }
        if let instant = countAt, instant <= now {
            countAt = nil
            if case .active = main?.phase { actions.append(.count) }
        }
        if main == nil, case .pausing(let until, _) = rest, until <= now {
            rest = .dormant
            actions.append(.say(.mayStart))
        }
        if watchesSockets, let since = waitingSince, since + rules.startTimeout <= now {
            waitingSince = nil
            actions.append(.dismissClients)
        }
        return actions
    }

    private mutating func overdueMain(at now: Instant) -> [Action] {
        guard var process = main else { return [] }
        defer { main = process }
        if case .starting(let until) = process.phase, until <= now {
            process.phase = .overdue(killAt: now + rules.stopTimeout)
            return [.say(.notReady(in: rules.startTimeout)), .signal(run: process.run, SIGTERM)]
        }
        return process.isToBeKilled(at: now) ? [.say(.killing), .kill(run: process.run)] : []
    }

    private mutating func overdueSuccessor(at now: Instant) -> [Action] {
        guard let process = successor, case .starting(let until) = process.phase, until <= now else { return [] }
        successor = nil
        retiring.append(process.told(toEndBy: now + rules.stopTimeout))
        return [.say(.notUpgraded(nil)), .signal(run: process.run, SIGTERM)]
    }
}

extension Activation.Process {
    fileprivate var deadline: Activation.Instant? {
        switch phase {
        case .starting(let until): until
        case .stopping(let killAt, _), .overdue(let killAt): killAt
        case .active: nil
        }
    }

    /// Says so once.
    fileprivate mutating func isToBeKilled(at now: Activation.Instant) -> Bool {
        switch phase {
        case .stopping(let killAt?, let isOurs) where killAt <= now:
            phase = .stopping(killAt: nil, isOurs: isOurs)
            return true
        case .overdue(let killAt?) where killAt <= now:
            phase = .overdue(killAt: nil)
            return true
        default: return false
        }
    }
}
