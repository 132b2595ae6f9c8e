import DNSCore
import ServiceCatalog
import ServiceProbing

/// The world around a rehearsal: who plays it says how endpoints answer and which addresses names have.
package protocol RehearsedWorld {
    mutating func answer(of endpoint: Endpoint, at now: Timestamp) -> RehearsedAnswer
    /// Of a name outside the zones; none where it has none, nil where that cannot be found out.
    func addresses(of name: DomainName) -> [IPAddress]?
    /// Who listens at an endpoint, as a look into this host's files would tell.
    func process(at endpoint: Endpoint) -> PeerProcess
    /// What the stand-ins of this host say.
    func standIns(at now: Timestamp) -> StandInPicture
}

/// The engine on virtual time and without a network: the same state, rules and schedule as the live one.
package struct MonitorRehearsal: Sendable {
    private let configuration: MonitorConfiguration
    private var state: MonitorState
    private var prober: ProbeRehearsal
    private var now: Timestamp
    private var nextHousekeeping: Timestamp
    private var ticks: Int64 = 0
    private var probesInWindow = 0
    private var probesPerSecond = 0.0
    private var backoffs: [Backoff]
    private var generator: SplitMix64
    /// Whether something is different from when it was asked last.
    private var hasChanged = true

    /// - Parameter configuration: its zones are not looked at.
    package init(
        of zones: [(apex: DomainName, freshness: ZoneFreshness)], _ configuration: MonitorConfiguration, seed: UInt64,
        at now: Timestamp
    ) {
        self.configuration = configuration
        self.now = now
        let policy = configuration.probe
        state = MonitorState(
            zones: zones.map { ZoneState(apex: $0.apex, freshness: $0.freshness) },
            rule: StatusRule(staleAfter: configuration.staleAfter, observationAge: policy.oldestObservation),
            probes: configuration.probes, eventLimit: configuration.eventLimit, rules: configuration.rules)
        prober = ProbeRehearsal(policy: policy, seed: seed, at: now)
        nextHousekeeping = now.advanced(by: .seconds(1))
        let backoff = Backoff(polling: configuration.pollInterval)
        backoffs = zones.map { _ in backoff }
        generator = SplitMix64(state: seed)
    }

    package var snapshot: Snapshot {
        state.snapshot(at: now, maximumAge: configuration.maximumAge, probesPerSecond: probesPerSecond)
    }

    package mutating func takeChange() -> Bool {
        defer { hasChanged = false }
        return hasChanged
    }
}

// MARK: - Time

extension MonitorRehearsal {
    /// When `advance` has something to do by itself.
    package var nextWake: Timestamp { min(nextHousekeeping, prober.nextWake(at: now) ?? nextHousekeeping) }

    /// Does what is due. To be called at each `nextWake`, and later only where the program itself did not run meanwhile.
    package mutating func advance(to time: Timestamp, in world: inout some RehearsedWorld) {
        now = max(now, time)
        hear(world.standIns(at: now))
        let reports = prober.advance(to: now) { world.answer(of: $0, at: $1) }
        if !reports.isEmpty {
            state.apply(reports, at: now)
            probesInWindow += reports.count
            hasChanged = true
        }
        if now >= nextHousekeeping { keepHouse() }
        carryOut(in: world)
        // Nobody keeps what was played.
        _ = state.memory.takeNews()
    }

    private mutating func hear(_ picture: StandInPicture) {
        let before = state.revision
        state.heard(picture, at: now)
        if state.revision != before { hasChanged = true }
    }

    private mutating func keepHouse() {
        nextHousekeeping = now.advanced(by: .seconds(1))
        ticks += 1
        probesPerSecond = Double(probesInWindow)
        probesInWindow = 0
        state.keepHouse(second: ticks, at: now, maximumAge: configuration.maximumAge)
        hasChanged = true
    }

    private mutating func carryOut(in world: some RehearsedWorld) {
        while true {
            let commands = state.takeCommands()
            guard !commands.isEmpty else { return }
            prober.remove(commands.stopProbing)
            prober.add(commands.probe, at: now)
            prober.probeNow(commands.probeNow.sorted())
            for (number, question) in commands.seek {
                let process = world.process(at: question.endpoint)
                state.found(process, at: number, of: question.owner, now: now)
            }
            for name in commands.lookUp.sorted() {
                state.lookedUp(name, world.addresses(of: name).map { .addresses($0) } ?? .failed, at: now)
            }
        }
    }
}

// MARK: - Zones

extension MonitorRehearsal {
    /// A zone's whole content, or what has changed in it.
    package mutating func learn(
        _ index: Int, from server: String, by method: ZoneFreshness.Method,
        _ transfer: (inout CatalogLoader) throws(WireError) -> Void
    ) throws(WireError) {
        var loader = CatalogLoader(state.beginTransfer(index))
        try transfer(&loader)
        backoffs[index].reset()
        state.zone(index, learnt: loader.catalog, loader.changes, by: method, from: server, at: now)
        if state.zones[index].isLoaded {
            state.zone(index, didChangeTo: loader.catalog, loader.changes, at: now)
        } else {
            state.zone(index, didLoad: loader.catalog)
            state.admit(index, state.instancesToAdmit(index), at: now)
        }
        hasChanged = true
    }

    package mutating func confirm(_ index: Int, from server: String) {
        backoffs[index].reset()
        state.zone(index, confirmedBy: server, at: now)
        hasChanged = true
    }

    /// - Returns: how long to wait before the next try.
    package mutating func fail(_ index: Int, because text: String) -> Duration {
        let delay = backoffs[index].next(using: &generator)
        state.zone(index, failedBecause: text, retryIn: delay, at: now)
        hasChanged = true
        return delay
    }

    /// What a zone's other servers answer when they are asked for their serial.
    package mutating func hear(_ index: Int, replicas: [Replica]) {
        let zone = state.zones[index].freshness
        state.zone(
            index, hasReplicas: replicas.compared(with: zone.serial, before: zone.replicas, at: now), at: now)
        hasChanged = true
    }

    /// A server has told by NOTIFY that a zone has changed.
    package mutating func note(notificationOf index: Int) {
        state.zones[index].freshness.notified = true
        hasChanged = true
    }

    /// Probes the endpoints of some instances before all others.
    package mutating func probeNow(_ index: Int, _ instances: [InstanceID]) {
        var numbers: [UInt32] = []
        for instance in instances {
            state.endpoints.forEachEndpoint(of: InstanceKey(zone: UInt32(index), instance: instance)) { number, _ in
                numbers.append(number)
            }
        }
        prober.probeNow(numbers)
    }
}
