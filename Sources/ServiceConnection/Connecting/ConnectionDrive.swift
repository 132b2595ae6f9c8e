import DNSClient
import DNSCore
import NIOCore

/// Performs what an effort asks for, each thing in a task of its own.
struct ConnectionDrive {
    typealias Outcome = Result<EstablishedConnection, ConnectionError>

    private enum Arrival: Sendable {
        case event(ConnectionEffort.Event)
        case connection(Int, EstablishedConnection)
        /// The alarm for this time.
        case alarm(Duration)
    }

    private let caller: InstanceCaller
    private let pausing: @Sendable (ConnectionTrail, Duration) -> Void
    private let start = ContinuousClock.now
    private var effort: ConnectionEffort
    private var generator = SystemRandomNumberGenerator()
    private var leashes: [Int: ChannelLeash] = [:]
    private var arrived: [Int: EstablishedConnection] = [:]
    private var nextAlarm: Duration?
    private var outcome: Outcome?

    init(
        _ effort: ConnectionEffort, _ caller: InstanceCaller,
        pausing: @escaping @Sendable (ConnectionTrail, Duration) -> Void
    ) {
        self.effort = effort
        self.caller = caller
        self.pausing = pausing
    }

    mutating func run() async -> Outcome {
        await withTaskGroup(of: Arrival.self) { group in
            handle(.began, &group)
            while outcome == nil, let arrival = await group.next() {
                if Task.isCancelled { handle(.cancelled, &group) }
                take(arrival, &group)
            }
            group.cancelAll()
            for leash in leashes.values { leash.pull() }
            for await case .connection(_, let late) in group { late.channel.close(promise: nil) }
        }
        let cancelled = ConnectionError(service: effort.service, reason: .cancelled, trail: effort.trail)
        return outcome ?? .failure(cancelled)
    }

    private mutating func take(_ arrival: Arrival, _ group: inout TaskGroup<Arrival>) {
        switch arrival {
        case .event(let event): handle(event, &group)
        case .connection(let number, let connection):
            arrived[number] = connection
            handle(.connected(number), &group)
            // One that nobody wanted any more.
            arrived.removeValue(forKey: number)?.channel.close(promise: nil)
        case .alarm(let time):
            if time == nextAlarm { nextAlarm = nil }
            handle(.timePassed, &group)
        }
    }

    private mutating func handle(_ event: ConnectionEffort.Event, _ group: inout TaskGroup<Arrival>) {
        for action in effort.handle(event, at: ContinuousClock.now - start, using: &generator) {
            perform(action, &group)
        }
        setAlarm(&group)
    }

    private mutating func perform(_ action: ConnectionEffort.Action, _ group: inout TaskGroup<Arrival>) {
        switch action {
        case .lookUp:
            group.addTask { [caller] in
                .event(.lookedUp(await caller.resolver.lookUp(caller.service)))
            }
        case .resolve(let number, let host):
            for family in AddressFamily.allCases { resolve(number, host, family, &group) }
        case .connect(let number, let endpoint, let instance): connect(number, endpoint, instance, &group)
        case .abandon(let number): leashes.removeValue(forKey: number)?.pull()
        case .pause(let pause): pausing(effort.trail, pause)
        case .succeed(let number, _):
            leashes[number] = nil
            outcome = arrived.removeValue(forKey: number).map { .success($0) }
        case .fail(let error): outcome = .failure(error)
        }
    }

    private func resolve(
        _ number: Int, _ host: DomainName, _ family: AddressFamily, _ group: inout TaskGroup<Arrival>
    ) {
        group.addTask { [caller] in
            .event(.resolved(number, family, await caller.resolver.resolve(host, family)))
        }
    }

    private mutating func connect(
        _ number: Int, _ endpoint: ServiceEndpoint, _ instance: FoundInstance, _ group: inout TaskGroup<Arrival>
    ) {
        let leash = ChannelLeash()
        leashes[number] = leash
        group.addTask { [caller] in
            do throws(ConnectionFault) {
                return .connection(number, try await caller.call(endpoint, of: instance, leash))
            } catch {
                return .event(.failed(number, error))
            }
        }
    }

    /// One that is due earlier than those that are set already.
    private mutating func setAlarm(_ group: inout TaskGroup<Arrival>) {
        guard let wake = effort.nextWake, nextAlarm.map({ wake < $0 }) ?? true else { return }
        nextAlarm = wake
        group.addTask { [start] in
            try? await ContinuousClock().sleep(until: start + wake)
            return .alarm(wake)
        }
    }
}
