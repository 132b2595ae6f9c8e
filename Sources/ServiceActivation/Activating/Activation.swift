import ActivationControl
import Glibc
import ServiceSupervision

/// Starts a service's process when it is wanted, and lets it go when it is not, over time that somebody else tells: events in,
/// actions out. Whoever waits meanwhile waits in the queues of the sockets, which are never closed.
///
/// It is for services that accept their connections themselves; `ConnectionAdmission` is for the others.
package struct Activation: Sendable {
    package typealias Instant = ContinuousClock.Instant

    package struct Rules: Hashable, Sendable {
        package var startTimeout: Duration = .seconds(90)
        package var stopTimeout: Duration = .seconds(30)
        package var idleTimeout: Duration?
        package var pacing = RestartPacing.Rules()
        /// Whether a process that is ready has taken a client.
        package var readinessProvesService = true

        package init() {}

        init(_ service: ActivatedService) {
            startTimeout = service.startTimeout
            stopTimeout = service.stopTimeout
            idleTimeout = service.idleTimeout
            pacing = service.limits.pacing
            readinessProvesService = service.ready == .listen
        }
    }

    package enum Event: Hashable, Sendable {
        /// A client waits in the queue of one of the sockets.
        case wanted
        /// Somebody asks for a start.
        case start
        /// Somebody asks that the process ends. The next client starts it again.
        case stop
        /// Somebody asks for a new process in place of the one that runs.
        case upgrade
        /// A process that others have started has taken the sockets.
        case taken
        case notStarted(run: Int, SpawnError)
        case ready(run: Int)
        /// A process says that it is about to end.
        case stopping(run: Int)
        /// A process asks for more time for what it is at.
        case moreTime(run: Int, Duration)
        /// - Parameter clientsWait: whether the queue of one of the sockets is not empty.
        case ended(run: Int, ProcessEnd?, clientsWait: Bool)
        /// So many connections are open at the sockets.
        case connections(Int)
        /// Whether, with the sockets closed for new connections, there is none.
        case idle(Bool)
        /// The stand-in ends, and its services with it.
        case end
        case time
    }

    package enum Action: Hashable, Sendable {
        /// The configured program, as this run.
        case start(run: Int)
        /// The process that has taken the sockets is this run.
        case adopt(run: Int)
        case signal(run: Int, Int32)
        /// The process and all that it has started.
        case kill(run: Int)
        /// Counts the open connections.
        case count
        /// Lets nobody in for a moment, and counts once more: `idle` tells.
        case confirmIdle
        /// Those that wait have waited for long enough, and are let go.
        case dismissClients
        case say(ActivationNote)
    }

    struct Process: Hashable, Sendable {
        enum Phase: Hashable, Sendable {
            case starting(until: Instant)
            case active
            /// - Parameter isOurs: it was told so by us, and does not fail by it.
            case stopping(killAt: Instant?, isOurs: Bool)
            /// Not ready in time, and told to end.
            case overdue(killAt: Instant?)
        }

        var run: Int
        var since: Instant
        var phase: Phase
    }

    enum Rest: Hashable, Sendable {
        case dormant
        case pausing(until: Instant, isSuspension: Bool)
    }

    let rules: Rules
    var pacing: RestartPacing
    var generator: any RandomNumberGenerator & Sendable
    var lastRun = 0
    var main: Process?
    /// It takes the place of the main one once it is ready.
    var successor: Process?
    /// They have been told to end since another one is ready.
    var retiring: [Process] = []
    var rest = Rest.dormant
    var waitingSince: Instant?
    var idleSince: Instant?
    var countAt: Instant?
    private(set) var isEnding = false

    package init(
        _ rules: Rules, generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.rules = rules
        self.generator = generator
        pacing = RestartPacing(rules.pacing)
    }

    /// How often the configured program was started, or another one took the sockets.
    package var starts: Int { lastRun }

    package var state: ServiceState {
        switch (main?.phase, rest) {
        case (.starting, _): .starting
        case (.active, _): .active
        case (.stopping, _), (.overdue, _): .stopping
        case (nil, .dormant): .dormant
        case (nil, .pausing(_, isSuspension: false)): .waiting
        case (nil, .pausing(_, isSuspension: true)): .suspended
        }
    }

    /// Whether clients are ours to notice: no process takes them.
    package var watchesSockets: Bool { main == nil && !isEnding }

    /// Nothing runs any more, and nothing will.
    package var isFinished: Bool { isEnding && main == nil && successor == nil && retiring.isEmpty }

    /// The process that clients come to.
    package var mainRun: Int? { main?.run }

    package func isStarting(_ run: Int) -> Bool {
        [main, successor].contains { process in
            if case .starting = process?.phase { process?.run == run } else { false }
        }
    }

    package mutating func handle(_ event: Event, at now: Instant) -> [Action] {
        switch event {
        case .wanted: return wanted(at: now)
        case .start: return main == nil && !isEnding ? start(because: .asked, at: now) : []
        case .stop: return tellToEnd(.stopped, at: now)
        case .upgrade: return upgrade(at: now)
        case .taken: return adopt(at: now)
        case .notStarted(let run, let error): return fail(run, .notStarted(error), leavesClients: true, at: now)
        case .ready(let run): return becomeReady(run, at: now)
        case .stopping(let run):
            let killAt = now + rules.stopTimeout
            change(run) { $0.saysThatItEnds(killAt: killAt) }
            return []
        case .moreTime(let run, let duration):
            change(run) { $0.extend(to: now + duration) }
            return []
        case .ended(let run, let end, let clientsWait): return ended(run, end, clientsWait: clientsWait, at: now)
        case .connections(let count): return counted(count, at: now)
        case .idle(let isIdle): return isIdle ? tellToEnd(.idle, at: now) : counted(1, at: now)
        case .end: return end(at: now)
        case .time: return passTime(at: now)
        }
    }

    mutating func nextRun() -> Int {
        lastRun += 1
        return lastRun
    }

    mutating func change(_ run: Int, _ body: (inout Process) -> Void) {
        if var process = main, process.run == run {
            body(&process)
            main = process
        } else if var process = successor, process.run == run {
            body(&process)
            successor = process
        } else if let place = retiring.firstIndex(where: { $0.run == run }) {
            body(&retiring[place])
        }
    }

    private mutating func end(at now: Instant) -> [Action] {
        isEnding = true
        let started = successor
        successor = nil
        if let started { retiring.append(started.told(toEndBy: now + rules.stopTimeout)) }
        return (started.map { [.signal(run: $0.run, SIGTERM)] } ?? []) + tellToEnd(.standInEnds, at: now)
    }
}

extension Activation.Process {
    func told(toEndBy instant: Activation.Instant) -> Self {
        var told = self
        told.phase = .stopping(killAt: instant, isOurs: true)
        return told
    }

    mutating func saysThatItEnds(killAt: Activation.Instant) {
        switch phase {
        case .starting, .active: phase = .stopping(killAt: killAt, isOurs: false)
        case .stopping, .overdue: break
        }
    }

    mutating func extend(to instant: Activation.Instant) {
        switch phase {
        case .starting(let until): phase = .starting(until: max(until, instant))
        case .stopping(let killAt?, let isOurs): phase = .stopping(killAt: max(killAt, instant), isOurs: isOurs)
        case .overdue(let killAt?): phase = .overdue(killAt: max(killAt, instant))
        case .active, .stopping, .overdue: break
        }
    }
}
