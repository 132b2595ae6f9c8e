import DNSCore
import ServiceCatalog

/// Decides which endpoint is probed when, and keeps what the probes add up to. Does no I/O and reads no clock.
///
/// One probe is in flight per endpoint, no more than the policy allows per address, and no more than the window
/// allows in all. Its owner starts what `nextStart` names, and tells how each flight ended.
struct ProbeScheduler: Sendable {
    enum Purpose: Sendable {
        /// Every endpoint again and again, a report for each probe.
        case watch
        /// Every endpoint until its verdict is found, one report for each.
        case sweep
    }

    private let rules: ProbeRules
    let purpose: Purpose
    private var endpoints = EndpointTable()
    private var histories: [ProbeHistory] = []
    private var lists: IndexLists
    private var wheel: TimerWheel
    private let ready: IndexLists.List
    private var hosts: HostLimits
    private var window: ConcurrencyWindow
    private var generator: SplitMix64
    /// In a sweep, how often the probe of an endpoint could not be sent.
    private var unsent: [UInt32: Int] = [:]
    private(set) var flights = FlightTable()
    /// Endpoints of a sweep that have no verdict yet.
    private(set) var unsettled = 0

    /// A sweep gives an endpoint up after as many probes that could not be sent.
    private static let unsentLimit = 5

    /// - Parameter concurrency: what the system allows at once; the policy may allow less.
    init(policy: ProbePolicy, purpose: Purpose, concurrency: Int, seed: UInt64, at now: Timestamp) {
        rules = ProbeRules(policy)
        self.purpose = purpose
        lists = IndexLists()
        ready = lists.makeList()
        wheel = TimerWheel(origin: now, lists: &lists)
        hosts = HostLimits(limit: rules.concurrencyPerHost)
        window = ConcurrencyWindow(maximum: min(rules.concurrency, concurrency))
        generator = SplitMix64(state: seed)
    }

    // MARK: The endpoints

    /// Adds an endpoint, or replaces what has its id; one that is there already stays as it is.
    ///
    /// Returns a flight that has to be given up, and a report where no probe will be made.
    mutating func add(_ target: ProbeTarget, at now: Timestamp) -> (abandoned: Flight?, report: ProbeReport?) {
        guard target.id < ProbeTarget.idLimit else { return (nil, nil) }
        grow(to: Int(target.id) + 1)
        if endpoints.holds(target) {
            endpoints.setExpectsOwner(target.id, target.expectsOwner)
            return (nil, nil)
        }
        let abandoned = remove(target.id)
        endpoints.insert(target)
        guard target.kind != .none else {
            let observation = Observation(at: now, failure: .noProbeForProtocol, phases: ProbePhases())
            return (abandoned, report(target.id, observation))
        }
        unsettled += 1
        endpoints.setPhase(target.id, .queued)
        lists.append(target.id, to: ready)
        return (abandoned, nil)
    }

    private mutating func grow(to count: Int) {
        guard count > endpoints.count else { return }
        endpoints.grow(to: count)
        lists.grow(to: count)
        wheel.grow(to: count)
        histories.append(contentsOf: repeatElement(ProbeHistory(), count: count - histories.count))
    }

    /// Forgets an endpoint. Returns its flight, which has to be given up.
    mutating func remove(_ id: UInt32) -> Flight? {
        let phase = endpoints.phase(id)
        guard phase != .absent else { return nil }
        var abandoned: Flight?
        switch phase {
        case .absent, .resting:
            break
        case .queued, .waiting:
            lists.remove(id)
        case .admitted:
            lists.remove(id)
            leave(host: endpoints.place(id))
        case .inFlight:
            let flight = flights.remove(endpoints.place(id))
            leave(host: flight.host)
            abandoned = flight
        }
        if phase != .resting { unsettled -= 1 }
        unsent[id] = nil
        endpoints.remove(id)
        histories[Int(id)] = ProbeHistory()
        return abandoned
    }

    /// Puts an endpoint before all others, unless a probe of it is about to start or in flight.
    mutating func probeNow(_ id: UInt32) {
        guard endpoints.phase(id) == .queued else { return }
        lists.remove(id)
        lists.prepend(id, to: ready)
    }

    func endpoint(of flight: UInt32) -> Endpoint { endpoints.endpoint(flights[flight].id) }

    func kind(of flight: UInt32) -> ProbeKind { endpoints.kind(flights[flight].id) }

    func details(of flight: UInt32) -> ProbeDetails? { endpoints.details(flights[flight].id) }

    /// Whether to ask whose socket has answered: with each probe where someone is expected, else where who answers may be
    /// another one than before.
    func ownerInterest(of flight: UInt32) -> OwnerInterest {
        let id = flights[flight].id
        if endpoints.expectsOwner(id) { return .expected }
        return purpose == .watch && histories[Int(id)].verdict != .up ? .curious : .none
    }

    enum OwnerInterest: Sendable {
        case none
        /// Where the endpoint is one of this host's own.
        case curious
        case expected
    }

    // MARK: Flights

    /// Whether `nextStart` may name something.
    var canStart: Bool { !lists.isEmpty(ready) && flights.count < window.limit }

    /// The flight of the next endpoint whose turn it is and that the limits let go.
    mutating func nextStart(at now: Timestamp) -> UInt32? {
        while flights.count < window.limit, let id = lists.popFirst(ready) {
            guard let host = admission(of: id) else { continue }
            let flight = flights.insert(id: id, host: host, at: now)
            endpoints.setPhase(id, .inFlight, at: flight)
            return flight
        }
        return nil
    }

    private mutating func admission(of id: UInt32) -> UInt32? {
        if endpoints.phase(id) == .admitted { return endpoints.place(id) }
        switch hosts.enter(endpoints.address(id), lists: &lists) {
        case .admitted(let host):
            return host
        case .full(let waiting):
            endpoints.setPhase(id, .waiting)
            lists.append(id, to: waiting)
            return nil
        }
    }

    private mutating func leave(host: UInt32) {
        guard let next = hosts.leave(host, lists: &lists) else { return }
        endpoints.setPhase(next, .admitted, at: host)
        lists.append(next, to: ready)
    }

    /// Notes the socket, the moment and the nonce of a probe that goes out now.
    mutating func launched(_ flight: UInt32, descriptor: Int32, nonce: UInt64, at now: Timestamp) {
        flights[flight].descriptor = descriptor
        flights[flight].nonce = nonce
        flights[flight].startedAt = now
    }

    /// The connection is made and is someone else's to talk on and to close; what is known by then is kept until the end.
    mutating func handOver(_ flight: UInt32, connectedIn microseconds: UInt32, owner: SocketOwner?) {
        flights[flight].conversation = flights.token(flight)
        flights[flight].connectedIn = microseconds
        flights[flight].owner = owner
    }

    /// Counts a datagram that was no answer to the probe. True while there have not been too many to go on waiting.
    mutating func countWrongAnswer(_ flight: UInt32) -> Bool {
        flights[flight].wrongAnswers += 1
        return flights[flight].wrongAnswers < 16
    }

    /// The flight that has waited longest, if it has waited for the whole timeout.
    func expired(at now: Timestamp) -> UInt32? {
        guard let oldest = flights.oldest,
            now.nanoseconds &- flights[oldest].startedAt.nanoseconds >= rules.timeout
        else { return nil }
        return oldest
    }

    /// The system has nothing left for one more probe: this one goes back to be the next, and fewer fly from now on.
    mutating func postpone(_ flight: UInt32) {
        let postponed = flights.remove(flight)
        endpoints.setPhase(postponed.id, .admitted, at: postponed.host)
        lists.prepend(postponed.id, to: ready)
        window.shrink(inFlight: flights.count)
    }

    /// A flight is over: sets when the endpoint's next one is. Returns what there is to report.
    mutating func finish(
        _ flight: UInt32, _ observation: Observation, evidence: PeerEvidence? = nil
    ) -> ProbeReport? {
        let ended = flights.remove(flight)
        leave(host: ended.host)
        window.probeEnded()
        let index = Int(ended.id)
        let isFirst = histories[index].verdict == .unknown
        histories[index].record(ProbeHistory.Outcome(observation.failure), at: observation.at, under: rules)
        if purpose == .sweep { return settle(ended, observation, evidence) }
        let delay = rules.delay(after: histories[index], at: observation.at)
        let isSpread = isFirst && histories[index].verdict != .suspect
        let wait = isSpread ? rules.spread(delay, using: &generator) : rules.jittered(delay, using: &generator)
        schedule(ended, after: wait)
        return report(ended.id, observation, evidence)
    }

    private mutating func schedule(_ ended: Flight, after wait: Int64) {
        endpoints.setPhase(ended.id, .queued)
        wheel.set(ended.id, at: Timestamp(nanoseconds: ended.startedAt.nanoseconds &+ wait), in: &lists)
    }

    private mutating func settle(
        _ ended: Flight, _ observation: Observation, _ evidence: PeerEvidence?
    ) -> ProbeReport? {
        guard isSettled(ended.id, observation) else {
            schedule(ended, after: rules.jittered(rules.sweepRetryInterval, using: &generator))
            return nil
        }
        endpoints.setPhase(ended.id, .resting)
        unsent[ended.id] = nil
        unsettled -= 1
        return report(ended.id, observation, evidence)
    }

    private mutating func isSettled(_ id: UInt32, _ observation: Observation) -> Bool {
        guard observation.failure != .probeFailed else {
            unsent[id, default: 0] += 1
            return unsent[id, default: 0] >= Self.unsentLimit
        }
        return histories[Int(id)].verdict != .suspect
    }

    private func report(
        _ id: UInt32, _ observation: Observation, _ evidence: PeerEvidence? = nil
    ) -> ProbeReport {
        let history = histories[Int(id)]
        let slowLimit = rules.slowLimit ?? .max
        return ProbeReport(
            id: id, endpoint: endpoints.endpoint(id), observation: observation,
            verdict: history.verdict, verdictSince: history.verdictSince,
            failuresInARow: history.failuresInARow, answersInARow: history.answersInARow,
            isFlapping: history.isFlapping(under: rules),
            isSlow: observation.answered && observation.phases.total > slowLimit,
            lastAnswer: history.lastAnswer, evidence: evidence)
    }

    // MARK: Time

    /// Makes the endpoints ready whose time has come.
    mutating func advance(to now: Timestamp) {
        wheel.advance(to: now, in: &lists, movingDueTo: ready)
    }

    /// When there is something to do even if no answer comes: start, try again or give up. Nil for never.
    func nextWake(at now: Timestamp) -> Timestamp? {
        if canStart { return now }
        let timeout = flights.oldest.map {
            Timestamp(nanoseconds: flights[$0].startedAt.nanoseconds &+ rules.timeout)
        }
        guard let due = wheel.nextDue else { return timeout }
        return min(due, timeout ?? due)
    }
}

extension ProbeHistory.Outcome {
    init(_ failure: Reason) {
        self =
            switch failure {
            case .none: .answered
            case .probeFailed, .notWoken: .notProbed
            default: .failed
            }
    }
}
