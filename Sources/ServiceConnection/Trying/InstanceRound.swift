import DNSCore

/// One pass over the instances that one look-up has found, in the order of RFC 2782, each with its addresses as happy
/// eyeballs (RFC 8305).
///
/// What fails is followed by the next at once. What is silent is joined by the next after a while, and may still win.
struct InstanceRound: Sendable {
    enum Step: Sendable {
        /// Asks for both families of the target's addresses.
        case resolve(Int, DomainName)
        case connect(Int, ServiceEndpoint, FoundInstance)
        case abandon(Int)
    }

    private struct Flight {
        var endpoint: ServiceEndpoint
        /// The number of its instance.
        var instance: Int
        var expiry: Duration
    }

    private let policy: RetryPolicy
    /// For attempts and resolutions alike; never used twice in a round.
    private(set) var nextNumber: Int
    private var waiting: ArraySlice<FoundInstance>
    private var current: FoundInstance?
    private var currentNumber = -1
    private var addresses = AddressQueue()
    private var awaited: Set<AddressFamily> = []
    private var resolutionFault: LookupFault?
    private var graceEnd: Duration?
    private var nextAddressAt = Duration.zero
    private var nextInstanceAt = Duration.zero
    private var flights: [Int: Flight] = [:]

    init(_ instances: [FoundInstance], policy: RetryPolicy, firstNumber: Int) {
        self.policy = policy
        waiting = instances[...]
        nextNumber = firstNumber
    }

    /// Everything has been tried, and has failed.
    var isOver: Bool { waiting.isEmpty && isCurrentExhausted && flights.isEmpty }

    private var isCurrentExhausted: Bool { addresses.isEmpty && awaited.isEmpty && !hasFlightOfCurrent }

    private var hasFlightOfCurrent: Bool { flights.values.contains { $0.instance == currentNumber } }

    var flightNumbers: [Int] { flights.keys.sorted() }

    /// When there will be something to do if nothing happens.
    var nextWake: Duration? {
        var wakes = flights.values.map(\.expiry)
        if !addresses.isEmpty { wakes.append(max(graceEnd ?? .zero, hasFlightOfCurrent ? nextAddressAt : .zero)) }
        if !waiting.isEmpty { wakes.append(nextInstanceAt) }
        return wakes.min()
    }

    // MARK: Events

    mutating func resolved(
        _ number: Int, _ family: AddressFamily, _ result: Result<[IPAddress], LookupFault>, at now: Duration,
        _ trail: inout ConnectionTrail
    ) {
        guard number == currentNumber, awaited.remove(family) != nil else { return }
        switch result {
        case .success(let found): addresses.add(found)
        case .failure(let fault): resolutionFault = fault
        }
        graceEnd = awaited.contains(.v6) && !addresses.isEmpty ? now + policy.resolutionDelay : nil
        if awaited.isEmpty { noteMissingAddress(&trail) }
    }

    mutating func failed(_ number: Int, _ fault: ConnectionFault, at now: Duration, _ trail: inout ConnectionTrail) {
        guard let flight = flights.removeValue(forKey: number) else { return }
        trail.add(FailedAttempt(flight.endpoint, fault))
        nextAddressAt = now
    }

    /// - Returns: where the attempt led, if it still counts.
    mutating func connected(_ number: Int) -> ServiceEndpoint? { flights.removeValue(forKey: number)?.endpoint }

    /// Takes all steps that are due.
    mutating func proceed(at now: Duration, _ trail: inout ConnectionTrail) -> [Step] {
        var steps = expire(at: now, &trail)
        while true {
            if mayTryAddress(at: now), let step = tryAddress(at: now) {
                steps.append(step)
            } else if isCurrentExhausted || now >= nextInstanceAt, let instance = waiting.popFirst() {
                if let step = begin(instance, at: now, &trail) { steps.append(step) }
            } else {
                return steps
            }
        }
    }

    /// Those that are still under way count as silent.
    func noteSilence(_ trail: inout ConnectionTrail) {
        for number in flightNumbers {
            if let flight = flights[number] { trail.add(FailedAttempt(flight.endpoint, .timedOut)) }
        }
    }

    // MARK: Steps

    private mutating func expire(at now: Duration, _ trail: inout ConnectionTrail) -> [Step] {
        let expired = flights.filter { $0.value.expiry <= now }.keys.sorted()
        for number in expired { failed(number, .timedOut, at: now, &trail) }
        return expired.map { .abandon($0) }
    }

    private func mayTryAddress(at now: Duration) -> Bool {
        guard !addresses.isEmpty, graceEnd.map({ now >= $0 }) ?? true else { return false }
        return !hasFlightOfCurrent || now >= nextAddressAt
    }

    private mutating func tryAddress(at now: Duration) -> Step? {
        guard let current, let address = addresses.popFirst() else { return nil }
        let endpoint = ServiceEndpoint(
            target: current.location.target, address: address, port: current.location.port)
        let number = takeNumber()
        flights[number] = Flight(endpoint: endpoint, instance: currentNumber, expiry: now + policy.connectTimeout)
        nextAddressAt = now + policy.attemptDelay
        return .connect(number, endpoint, current)
    }

    /// Goes on to the next instance; what is under way to the one before stays so.
    private mutating func begin(_ instance: FoundInstance, at now: Duration, _ trail: inout ConnectionTrail) -> Step? {
        current = instance
        currentNumber = takeNumber()
        addresses = AddressQueue()
        awaited = []
        resolutionFault = nil
        graceEnd = nil
        nextInstanceAt = now + policy.instanceDelay
        guard instance.location.port != 0 else {
            add(.unreachable("no service has port 0"), &trail)
            return nil
        }
        guard instance.addresses.isEmpty else {
            addresses.add(instance.addresses)
            noteMissingAddress(&trail)
            return nil
        }
        awaited = Set(AddressFamily.allCases)
        return .resolve(currentNumber, instance.location.target)
    }

    private func noteMissingAddress(_ trail: inout ConnectionTrail) {
        guard !addresses.hasHadAny else { return }
        add(resolutionFault.map { .unresolved($0) } ?? .noAddress, &trail)
    }

    /// Something is wrong with the current instance, whatever its addresses.
    private func add(_ fault: ConnectionFault, _ trail: inout ConnectionTrail) {
        guard let location = current?.location else { return }
        trail.add(FailedAttempt(target: location.target, port: location.port, fault: fault))
    }

    private mutating func takeNumber() -> Int {
        defer { nextNumber &+= 1 }
        return nextNumber
    }
}

extension FailedAttempt {
    fileprivate init(_ endpoint: ServiceEndpoint, _ fault: ConnectionFault) {
        self.init(target: endpoint.target, port: endpoint.port, address: endpoint.address, fault: fault)
    }
}
