import Glibc

/// Keeps a program running and its records true, over time that somebody else tells: events in, actions out.
///
/// The records stand while the service is ready, and while it is away for a moment only. Asked to end, the records go first,
/// so that nobody comes any more, and then the program is told.
package struct Supervision: Sendable {
    package typealias Instant = ContinuousClock.Instant

    package struct Rules: Hashable, Sendable {
        package var restart = RestartPolicy.onFailure
        package var pacing = RestartPacing.Rules()
        /// Until it is ready.
        package var startTimeout: Duration = .seconds(90)
        /// Until it is killed, from when it was told to end.
        package var stopTimeout: Duration = .seconds(30)
        /// How long a service may be away with its records standing.
        package var absenceLimit: Duration = .seconds(10)
        /// How long the program goes on for records that do not go.
        package var withdrawalLimit: Duration = .seconds(1)
        /// The records stay when the program is told to end, for one that is started again soon.
        package var keepsRecords = false

        package init() {}
    }

    package enum Event: Hashable, Sendable {
        case begin
        case notStarted(SpawnError)
        case ready
        /// The program says that it is about to end.
        case stopping
        case ended(ProcessEnd)
        /// Somebody has sent us a signal.
        case signal(Int32)
        /// The records are gone, or do not go.
        case withdrawn
        /// The program asks for more time.
        case moreTime(Duration)
        case time
    }

    package enum Action: Hashable, Sendable {
        case start
        /// Or looks that the records still are as they should be.
        case register
        case withdraw
        case signal(Int32)
        /// The program and all that it has started.
        case kill
        case say(SupervisionNote)
        /// The end, with an exit code.
        case finish(Int32)
    }

    private enum Phase: Hashable {
        case idle
        case starting(until: Instant)
        case serving
        /// Not ready in time, and told to end.
        case overdue(killAt: Instant?)
        case waiting(until: Instant)
        /// The records are on their way out; the program does not know yet.
        case leaving(signal: Int32, tellAt: Instant)
        case stopping(killAt: Instant?)
        case finished
    }

    private let rules: Rules
    private var pacing: RestartPacing
    private var generator: any RandomNumberGenerator & Sendable
    private var phase = Phase.idle
    private var startedAt: Instant?
    private var hasRun = false
    private var lastExitCode: Int32?
    private var askedAt: Instant?
    /// Signals that were passed on to this run of the program.
    private var passedOn: Set<Int32> = []
    /// Whether the records stand, or are to.
    package private(set) var isRegistered = false
    private var withdrawAt: Instant?

    package init(_ rules: Rules, generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()) {
        self.rules = rules
        self.generator = generator
        pacing = RestartPacing(rules.pacing)
    }

    /// When `time` has something to do; nil for never.
    package var nextWake: Instant? {
        let own: Instant? =
            switch phase {
            case .starting(let until), .waiting(let until): until
            case .overdue(let killAt), .stopping(let killAt): killAt
            case .leaving(_, let tellAt): tellAt
            case .idle, .serving, .finished: nil
            }
        return [own, withdrawAt].compactMap { $0 }.min()
    }

    package mutating func handle(_ event: Event, at now: Instant) -> [Action] {
        switch event {
        case .begin: start(at: now)
        case .notStarted(let error): notStarted(error, at: now)
        case .ready: becomeReady(at: now)
        case .stopping: isRegistered && !rules.keepsRecords ? withdraw() : []
        case .ended(let end): ended(end, at: now)
        case .signal(let signal): signalled(signal, at: now)
        case .withdrawn: withdrawn(at: now)
        case .moreTime(let duration): extend(by: duration, at: now)
        case .time: passTime(at: now)
        }
    }
}

// MARK: - Starting

extension Supervision {
    private mutating func start(at now: Instant) -> [Action] {
        phase = .starting(until: now + rules.startTimeout)
        startedAt = now
        passedOn = []
        return [.start]
    }

    /// What has never run is a mistake that no further try makes good.
    private mutating func notStarted(_ error: SpawnError, at now: Instant) -> [Action] {
        guard hasRun else { return [.say(.notStarted(error))] + finish(error.exitCode) }
        return [.say(.notStarted(error))] + conclude(error.exitCode, isFailure: true, at: now)
    }

    private mutating func becomeReady(at now: Instant) -> [Action] {
        guard case .starting = phase else { return [] }
        phase = .serving
        withdrawAt = nil
        isRegistered = true
        return [.register, .say(.ready(after: startedAt.map { now - $0 } ?? .zero))]
    }
}

// MARK: - Ending

extension Supervision {
    private mutating func ended(_ end: ProcessEnd, at now: Instant) -> [Action] {
        hasRun = true
        switch phase {
        case .idle, .waiting, .finished: return []
        case .leaving, .stopping: return finish(end.exitCode)
        case .overdue: return conclude(end.exitCode == 0 ? 1 : end.exitCode, isFailure: true, at: now)
        case .starting, .serving: break
        }
        if case .signalled(let signal) = end, passedOn.contains(signal) { return finish(end.exitCode) }
        return [.say(.ended(end))] + conclude(end.exitCode, isFailure: !end.isClean, at: now)
    }

    private mutating func conclude(_ exitCode: Int32, isFailure: Bool, at now: Instant) -> [Action] {
        lastExitCode = exitCode
        guard rules.restart.restarts(afterFailure: isFailure) else { return finish(exitCode) }
        let run = startedAt.map { now - $0 } ?? .zero
        let pause = pacing.pause(afterRun: run, using: &generator)
        phase = .waiting(until: now + pause.duration)
        return [.say(.startsAgain(pause))] + bear(absenceOf: pause.duration, at: now)
    }

    /// Who is away for longer than the limit is not to be found meanwhile.
    private mutating func bear(absenceOf duration: Duration, at now: Instant) -> [Action] {
        guard isRegistered else { return [] }
        if duration < rules.absenceLimit {
            withdrawAt = withdrawAt ?? now + rules.absenceLimit
            return []
        }
        return withdraw()
    }

    private mutating func withdraw() -> [Action] {
        isRegistered = false
        withdrawAt = nil
        return [.withdraw]
    }

    private mutating func finish(_ exitCode: Int32) -> [Action] {
        phase = .finished
        let keeps = rules.keepsRecords || !isRegistered
        return (keeps ? [] : withdraw()) + [.finish(exitCode)]
    }
}

// MARK: - Signals

extension Supervision {
    private static let endings: Set<Int32> = [SIGTERM, SIGINT, SIGQUIT]
    /// Some send one request twice: timeout(1) to us, and to our process group.
    private static let sameRequest: Duration = .milliseconds(500)

    private mutating func signalled(_ signal: Int32, at now: Instant) -> [Action] {
        guard Self.endings.contains(signal) else { return passOn(signal) }
        let isSame = askedAt.map { now - $0 < Self.sameRequest } ?? false
        askedAt = askedAt ?? now
        switch phase {
        case .idle, .waiting: return [.say(.notStartedAgain(signal))] + finish(lastExitCode ?? 128 + signal)
        case .finished: return []
        case .starting, .serving: return leave(signal, at: now)
        case .overdue(let killAt):
            phase = .stopping(killAt: killAt)
            return [.signal(signal)]
        case .leaving, .stopping: return isSame ? [] : kill()
        }
    }

    private mutating func passOn(_ signal: Int32) -> [Action] {
        switch phase {
        case .idle, .waiting, .finished: return []
        case .starting, .serving, .overdue, .leaving, .stopping:
            passedOn.insert(signal)
            return [.signal(signal)]
        }
    }

    private mutating func leave(_ signal: Int32, at now: Instant) -> [Action] {
        guard isRegistered, !rules.keepsRecords else { return tell(signal, at: now) }
        phase = .leaving(signal: signal, tellAt: now + rules.withdrawalLimit)
        return [.say(.leaving(signal))] + withdraw()
    }

    private mutating func withdrawn(at now: Instant) -> [Action] {
        guard case .leaving(let signal, _) = phase else { return [] }
        return tell(signal, at: now)
    }

    private mutating func tell(_ signal: Int32, at now: Instant) -> [Action] {
        phase = .stopping(killAt: now + rules.stopTimeout)
        return [.signal(signal)]
    }

    private mutating func kill() -> [Action] {
        phase = .stopping(killAt: nil)
        return [.say(.killing), .kill]
    }
}

// MARK: - Time

extension Supervision {
    private mutating func passTime(at now: Instant) -> [Action] {
        var actions: [Action] = []
        if let withdrawAt, withdrawAt <= now { actions += withdraw() }
        switch phase {
        case .starting(let until) where until <= now:
            phase = .overdue(killAt: now + rules.stopTimeout)
            actions += [.say(.notReady(in: rules.startTimeout)), .signal(SIGTERM)]
        case .overdue(let killAt?) where killAt <= now:
            phase = .overdue(killAt: nil)
            actions += [.say(.killing), .kill]
        case .stopping(let killAt?) where killAt <= now: actions += kill()
        case .leaving(let signal, let tellAt) where tellAt <= now: actions += tell(signal, at: now)
        case .waiting(let until) where until <= now: actions += start(at: now)
        default: break
        }
        return actions
    }

    private mutating func extend(by duration: Duration, at now: Instant) -> [Action] {
        let later = now + duration
        switch phase {
        case .starting(let until): phase = .starting(until: max(until, later))
        case .overdue(let killAt?): phase = .overdue(killAt: max(killAt, later))
        case .stopping(let killAt?): phase = .stopping(killAt: max(killAt, later))
        default: break
        }
        return []
    }
}
