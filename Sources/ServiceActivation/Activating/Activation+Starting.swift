import Glibc
import ServiceSupervision

extension Activation {
    mutating func wanted(at now: Instant) -> [Action] {
        guard watchesSockets else { return [] }
        waitingSince = waitingSince ?? now
        return rest == .dormant ? start(because: .wanted, at: now) : []
    }

    mutating func start(because note: ActivationNote, at now: Instant) -> [Action] {
        let run = nextRun()
        rest = .dormant
        main = Process(run: run, since: now, phase: .starting(until: now + rules.startTimeout))
        return [.say(note), .start(run: run)]
    }

    /// The next client gets the new version anyway where none runs.
    mutating func upgrade(at now: Instant) -> [Action] {
        guard successor == nil, !isEnding, let main, case .active = main.phase else { return [] }
        let run = nextRun()
        successor = Process(run: run, since: now, phase: .starting(until: now + rules.startTimeout))
        return [.say(.upgrading), .start(run: run)]
    }

    mutating func adopt(at now: Instant) -> [Action] {
        guard !isEnding else { return [] }
        let run = nextRun()
        let process = Process(run: run, since: now, phase: .starting(until: now + rules.startTimeout))
        var actions: [Action] = [.say(.taken), .adopt(run: run)]
        if main == nil {
            rest = .dormant
            main = process
        } else {
            if let former = successor { actions += retire(former, at: now) }
            successor = process
        }
        return actions
    }

    mutating func becomeReady(_ run: Int, at now: Instant) -> [Action] {
        guard isStarting(run) else { return [] }
        var actions: [Action] = []
        var since = now
        if let process = successor, process.run == run {
            since = process.since
            if let former = main { actions += retire(former, at: now) }
            main = process
            successor = nil
            actions.append(.say(.upgraded(after: now - since)))
        } else {
            since = main?.since ?? now
            actions.append(.say(.ready(after: now - since)))
        }
        main?.phase = .active
        waitingSince = nil
        beginIdleWatch(at: now)
        return actions
    }

    private mutating func retire(_ process: Process, at now: Instant) -> [Action] {
        retiring.append(process.told(toEndBy: now + rules.stopTimeout))
        return [.signal(run: process.run, SIGTERM)]
    }
}

// MARK: - Idling

extension Activation {
    private static let countPauses: ClosedRange<Duration> = .milliseconds(100) ... .seconds(10)

    /// Four looks in the time that it may idle: the end comes at most a quarter of it late.
    private var countPause: Duration {
        let quarter = (rules.idleTimeout ?? .zero) / 4
        return min(max(quarter, Self.countPauses.lowerBound), Self.countPauses.upperBound)
    }

    mutating func beginIdleWatch(at now: Instant) {
        guard rules.idleTimeout != nil else { return }
        idleSince = now
        countAt = now + countPause
    }

    mutating func counted(_ count: Int, at now: Instant) -> [Action] {
        guard case .active = main?.phase, let limit = rules.idleTimeout else { return [] }
        countAt = now + countPause
        guard count == 0 else {
            idleSince = nil
            return []
        }
        let since = idleSince ?? now
        idleSince = since
        return now - since >= limit ? [.confirmIdle] : []
    }
}
