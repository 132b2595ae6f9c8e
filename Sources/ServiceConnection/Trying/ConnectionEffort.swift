import DNSClient
import DNSCore
import ServiceCatalog

/// A client's effort to reach a service: a look-up, a round over what it has found, a pause, and again, until one
/// connection stands or the time is over. What a look-up has found is never used for a second round.
///
/// Events in, actions out; time is what has passed since the beginning. Who performs the actions owns the sockets.
package struct ConnectionEffort: Sendable {
    package enum Event: Sendable {
        case began
        case lookedUp(Result<[FoundInstance], LookupFault>)
        case resolved(Int, AddressFamily, Result<[IPAddress], LookupFault>)
        case connected(Int)
        case failed(Int, ConnectionFault)
        /// What is due is done with every event; this one is for when there is no other.
        case timePassed
        case cancelled
    }

    package enum Action: Sendable {
        case lookUp
        /// Asks for both families of a host's addresses, under this number.
        case resolve(Int, DomainName)
        case connect(Int, ServiceEndpoint, FoundInstance)
        /// Ends an attempt, however far it has come.
        case abandon(Int)
        /// Nobody could be reached: after so long, again.
        case pause(Duration)
        case succeed(Int, ServiceEndpoint)
        case fail(ConnectionError)
    }

    private enum Phase: Sendable {
        case idle
        case lookingUp
        case trying(InstanceRound)
        case pausing(until: Duration)
        case over
    }

    package let service: DomainName
    private let policy: RetryPolicy
    private var phase = Phase.idle
    private var backoff: Backoff
    private var nextNumber = 0
    package private(set) var trail = ConnectionTrail()

    package init(to service: DomainName, policy: RetryPolicy) {
        self.service = service
        self.policy = policy
        backoff = Backoff(first: policy.firstPause, limit: policy.pauseLimit)
    }

    package var isOver: Bool { if case .over = phase { true } else { false } }

    /// When `timePassed` is due if nothing else happens; nothing where there is nothing to wait for but events.
    package var nextWake: Duration? {
        let next: Duration? =
            switch phase {
            case .trying(let round): round.nextWake
            case .pausing(let end): end
            case .idle, .lookingUp, .over: nil
            }
        guard !isOver else { return nil }
        return [next, policy.deadline].compactMap(\.self).min()
    }

    /// - Parameters:
    ///   - now: since the beginning.
    ///   - generator: for the order of equals, and for the pauses.
    package mutating func handle(
        _ event: Event, at now: Duration, using generator: inout some RandomNumberGenerator
    ) -> [Action] {
        guard !isOver else { return [] }
        if case .cancelled = event { return end(.cancelled) }
        if case .connected(let number) = event, case .trying(var round) = phase,
            let endpoint = round.connected(number)
        {
            phase = .over
            return [.succeed(number, endpoint)] + round.flightNumbers.map { .abandon($0) }
        }
        if let deadline = policy.deadline, now >= deadline { return end(.deadlinePassed(deadline)) }
        switch (phase, event) {
        case (.idle, .began): return lookUp()
        case (.lookingUp, .lookedUp(let result)): return lookedUp(result, at: now, using: &generator)
        case (.pausing(let end), _): return now >= end ? lookUp() : []
        case (.trying(var round), _):
            round.take(event, at: now, &trail)
            return proceed(round, at: now, using: &generator)
        default: return []
        }
    }

    private mutating func lookUp() -> [Action] {
        phase = .lookingUp
        trail.lookupCount += 1
        return [.lookUp]
    }

    private mutating func lookedUp(
        _ result: Result<[FoundInstance], LookupFault>, at now: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> [Action] {
        let instances: [FoundInstance]
        switch result {
        case .success(let found): instances = found
        case .failure(let fault):
            trail.lookupFault = fault
            return pause(at: now, using: &generator)
        }
        trail.beginRound()
        guard instances.contains(where: \.isOffered) else { return end(.notOffered) }
        let candidates = instances.map {
            Candidate(
                priority: $0.location.priority, weight: $0.location.weight, serves: true, isOffered: $0.isOffered)
        }
        let order = Selection.order(of: candidates, using: &generator)
        let round = InstanceRound(order.map { instances[$0] }, policy: policy, firstNumber: nextNumber)
        return proceed(round, at: now, using: &generator)
    }

    private mutating func proceed(
        _ round: InstanceRound, at now: Duration, using generator: inout some RandomNumberGenerator
    ) -> [Action] {
        var round = round
        let actions = round.proceed(at: now, &trail).map(Action.init)
        nextNumber = round.nextNumber
        phase = .trying(round)
        return round.isOver ? actions + pause(at: now, using: &generator) : actions
    }

    private mutating func pause(at now: Duration, using generator: inout some RandomNumberGenerator) -> [Action] {
        if let limit = policy.lookupLimit, trail.lookupCount >= limit { return end(.lookupsSpent) }
        let pause = backoff.next(using: &generator)
        phase = .pausing(until: now + pause)
        return [.pause(pause)]
    }

    private mutating func end(_ reason: ConnectionError.Reason) -> [Action] {
        var abandoned: [Action] = []
        if case .trying(let round) = phase {
            round.noteSilence(&trail)
            abandoned = round.flightNumbers.map { .abandon($0) }
        }
        phase = .over
        return abandoned + [.fail(ConnectionError(service: service, reason: reason, trail: trail))]
    }
}

extension ConnectionEffort.Action {
    fileprivate init(_ step: InstanceRound.Step) {
        self =
            switch step {
            case .resolve(let number, let host): .resolve(number, host)
            case .connect(let number, let endpoint, let instance): .connect(number, endpoint, instance)
            case .abandon(let number): .abandon(number)
            }
    }
}

extension InstanceRound {
    fileprivate mutating func take(
        _ event: ConnectionEffort.Event, at now: Duration, _ trail: inout ConnectionTrail
    ) {
        switch event {
        case .resolved(let number, let family, let result): resolved(number, family, result, at: now, &trail)
        case .failed(let number, let fault): failed(number, fault, at: now, &trail)
        default: break
        }
    }
}
