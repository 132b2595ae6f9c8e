import ActivationControl
import ServiceSupervision

/// Which connections of a service get a process of their own (`accept = "yes"`), and when: events in, answers out.
package struct ConnectionAdmission: Sendable {
    package typealias Instant = ContinuousClock.Instant

    package enum Verdict: Hashable, Sendable {
        case serve(run: Int)
        /// Its client has as many as it may.
        case close
    }

    private let limits: ActivationLimits
    private var pacing: RestartPacing
    private var generator: any RandomNumberGenerator & Sendable
    private var clients: [Int: String] = [:]
    private var counts: [String: Int] = [:]
    private var lastRun = 0
    private var pause: (until: Instant, isSuspension: Bool)?
    package private(set) var isEnding = false

    package init(
        _ limits: ActivationLimits, generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.limits = limits
        self.generator = generator
        pacing = RestartPacing(limits.pacing)
    }

    package var state: ServiceState {
        if isEnding { return clients.isEmpty ? .dormant : .stopping }
        guard let pause else { return clients.isEmpty ? .dormant : .active }
        return pause.isSuspension ? .suspended : .waiting
    }

    /// How many processes were started.
    package var starts: Int { lastRun }

    package var runs: [Int] { clients.keys.sorted() }
    package var isFull: Bool { clients.count >= limits.connections }

    /// Whether one more connection may be taken.
    package var admits: Bool { !isEnding && pause == nil && !isFull }

    /// Nothing runs any more, and nothing will.
    package var isFinished: Bool { isEnding && clients.isEmpty }

    package mutating func judge(_ source: ConnectionSource) -> Verdict {
        let client = source.client
        let count = counts[client, default: 0]
        if let most = limits.connectionsPerSource, count >= most { return .close }
        lastRun += 1
        clients[lastRun] = client
        counts[client] = count + 1
        return .serve(run: lastRun)
    }

    /// Its process has ended, however: clients that leave early, and scans, make good programs fail.
    package mutating func ended(_ run: Int) { forget(run) }

    /// No process could be made of the program.
    package mutating func notStarted(_ run: Int, at now: Instant) -> RestartPacing.Pause {
        forget(run)
        let pause = pacing.pause(afterRun: .zero, using: &generator)
        if case .suspension = pause {
            self.pause = (now + pause.duration, isSuspension: true)
        } else {
            self.pause = (now + pause.duration, isSuspension: false)
        }
        return pause
    }

    package mutating func started() { pacing = RestartPacing(limits.pacing) }

    package var nextWake: Instant? { pause?.until }

    package mutating func passTime(at now: Instant) {
        if let instant = pause?.until, instant <= now { pause = nil }
    }

    /// Whatever has come before, the next one is served: somebody says so.
    package mutating func resume() { pause = nil }

    package mutating func end() { isEnding = true }

    package mutating func resume(starts: Int) { lastRun = starts }

    /// What another stand-in has started.
    package mutating func adopt(_ client: String) -> Int {
        lastRun += 1
        clients[lastRun] = client
        counts[client, default: 0] += 1
        return lastRun
    }

    package func client(of run: Int) -> String? { clients[run] }

    private mutating func forget(_ run: Int) {
        guard let client = clients.removeValue(forKey: run) else { return }
        counts[client] = counts[client].flatMap { $0 > 1 ? $0 - 1 : nil }
    }
}
