import DNSCore
import ServiceCatalog

@testable import ServiceProbing

extension Timestamp {
    /// Some moment that nothing depends on.
    static let start = Timestamp(nanoseconds: 1_760_000_000_000_000_000)

    static func + (time: Timestamp, duration: Duration) -> Timestamp { time.advanced(by: duration) }
}

extension Endpoint {
    /// An endpoint at `127.1.x.y`, which simulations never send anything to.
    static func simulated(host: Int, port: UInt16, transport: Transport = .tcp) -> Endpoint {
        Endpoint(
            address: .v4(IPv4Address(rawValue: 0x7F01_0000 + UInt32(host))), port: port, transport: transport)
    }

    static func loopback(_ port: UInt16, _ transport: Transport) -> Endpoint {
        Endpoint(address: .v4(IPv4Address(rawValue: 0x7F00_0001)), port: port, transport: transport)
    }
}

/// Runs a scheduler over virtual time against endpoints that answer as a test says.
struct Simulation {
    struct Probe {
        var id: UInt32
        var startedAt: Timestamp
    }

    /// Nil: no answer, the probe runs into its timeout.
    typealias Behaviour = (_ id: UInt32, _ at: Timestamp) -> (failure: Reason, after: Duration)?

    var scheduler: ProbeScheduler
    var now = Timestamp.start
    /// Every probe that was started, in order.
    private(set) var probes: [Probe] = []
    private(set) var reports: [ProbeReport] = []
    /// The most probes that were in flight at once, in all and to one endpoint's address.
    private(set) var mostInFlight = 0
    private(set) var mostToOneHost = 0
    private(set) var mostToOneEndpoint = 0

    private let policy: ProbePolicy
    private var underWay: [(flight: UInt32, id: UInt32, address: IPAddress, failure: Reason, endsAt: Timestamp)] = []

    init(
        _ policy: ProbePolicy, purpose: ProbeScheduler.Purpose = .watch, concurrency: Int = 1 << 20, seed: UInt64 = 1
    ) {
        self.policy = policy
        scheduler = ProbeScheduler(
            policy: policy, purpose: purpose, concurrency: concurrency, seed: seed, at: .start)
    }

    mutating func add(_ targets: [ProbeTarget]) {
        for target in targets { reports += [scheduler.add(target, at: now).report].compactMap(\.self) }
    }

    mutating func run(for duration: Duration, _ behaviour: Behaviour) {
        let end = now + duration
        while true {
            endFlights(behaviour)
            scheduler.advance(to: now)
            startFlights(behaviour)
            let next = [scheduler.nextWake(at: now), underWay.map(\.endsAt).min()].compactMap(\.self).min()
            guard let next, next <= end else { break }
            now = max(now, next)
        }
        now = end
    }

    private mutating func startFlights(_ behaviour: Behaviour) {
        while let flight = scheduler.nextStart(at: now) {
            let id = scheduler.flights[flight].id
            let answer = behaviour(id, now) ?? (.timedOut, policy.timeout)
            let address = scheduler.endpoint(of: flight).address
            probes.append(Probe(id: id, startedAt: now))
            underWay.append((flight, id, address, answer.failure, now + answer.after))
            mostInFlight = max(mostInFlight, underWay.count)
            mostToOneHost = max(mostToOneHost, underWay.count { $0.address == address })
            mostToOneEndpoint = max(mostToOneEndpoint, underWay.count { $0.id == id })
        }
    }

    private mutating func endFlights(_ behaviour: Behaviour) {
        for probe in underWay where probe.endsAt <= now {
            let observation = Observation(at: now, failure: probe.failure, phases: ProbePhases(connect: 1))
            if let report = scheduler.finish(probe.flight, observation) { reports.append(report) }
        }
        underWay.removeAll { $0.endsAt <= now }
    }
}
