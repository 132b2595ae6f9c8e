import DNSCore
import Dashboard
import ServiceCatalog
import ServiceMonitor
import ServiceProbing
import Terminal

/// The engine and the dashboard in a world that churns.
struct ChurnRun {
    private let theme = Theme.night
    private var world: ChurningWorld
    private var monitor: MonitorRehearsal
    private var dashboard: DashboardState
    private let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
    private var now: Timestamp
    private let snapshotInterval: Duration
    private var nextSnapshot: Timestamp
    private var nextConfirmation: Timestamp
    private var nextKey: Timestamp
    private var presses = 0
    private var figures = ChurnFigures()

    init(instances: Int) throws {
        let world = try ChurningWorld(instances: instances)
        var configuration = MonitorConfiguration(zones: [])
        // Every probe is a change, and none of them is flapping.
        configuration.probe = ProbePolicy(
            fallAfter: 1, riseAfter: 1, suspectInterval: .seconds(10), longDownInterval: .seconds(10),
            concurrency: 65_536,
            concurrencyPerHost: 65_536, flapThreshold: .max)
        now = start
        monitor = MonitorRehearsal(
            of: [(world.apex, ZoneFreshness(server: "127.0.0.1"))], configuration, seed: 1, at: start)
        try monitor.learn(0, from: "127.0.0.1", by: .axfr) { loader throws(WireError) in
            loader.beginReplacement()
            try loader.add(world.records)
            try loader.commit(soa: world.soa)
        }
        self.world = world
        // As the live monitor has it.
        snapshotInterval = .milliseconds(33 + instances / 5000)
        (nextSnapshot, nextConfirmation, nextKey) = (start, start, start.advanced(by: .seconds(30)))
        dashboard = DashboardState(size: Size(rows: 40, columns: 120), at: start, snapshot: monitor.snapshot)
        carryOut(dashboard.start())
    }

    /// Lets time pass up to so long after the start.
    mutating func go(to end: Duration, keyInterval: Duration) throws -> ChurnFigures {
        figures = ChurnFigures()
        let (began, events, processor) = (now, monitor.snapshot.eventCount, Clock.ownProcessor)
        let end = start.advanced(by: end)
        while now < end {
            now = max(now, min(monitor.nextWake, nextSnapshot, nextConfirmation, nextKey))
            if nextConfirmation <= now { confirm() }
            monitor.advance(to: now, in: &world)
            if nextSnapshot <= now { show() }
            if nextKey <= now { press(after: keyInterval) }
        }
        let seconds = Double(now.duration(since: began) / .seconds(1))
        figures.changesPerSecond = Double(monitor.snapshot.eventCount - events) / seconds
        figures.processorPerSecond = (Clock.ownProcessor - processor) / seconds
        figures.memory = SmallFile.residentBytes
        return figures
    }

    private mutating func confirm() {
        monitor.confirm(0, from: "127.0.0.1")
        nextConfirmation = now.advanced(by: .seconds(5))
    }

    /// Every snapshot is drawn, as on the screen.
    private mutating func show() {
        nextSnapshot = now.advanced(by: snapshotInterval)
        guard monitor.takeChange() else { return }
        send(.snapshot(monitor.snapshot))
        _ = render(dashboard, theme: theme)
    }

    private mutating func press(after interval: Duration) {
        nextKey = now.advanced(by: interval)
        presses += 1
        let key = presses / 500 % 2 == 0 ? Key.down : .up
        let began = Clock.now
        let effects = dashboard.reduce(.input(.key(key)), at: now)
        let frame = render(dashboard, theme: theme)
        figures.keys.append(Clock.now - began)
        withExtendedLifetime(frame) {}
        carryOut(effects)
    }

    private mutating func send(_ event: DashboardEvent) { carryOut(dashboard.reduce(event, at: now)) }

    private mutating func carryOut(_ effects: [Effect]) {
        for case .arrange(let request) in effects {
            let began = Clock.now
            let arrangement = request.arrange()
            figures.arrangements.append(Clock.now - began)
            send(.arranged(arrangement))
        }
    }
}

extension SmallFile {
    /// Of this process.
    fileprivate static var residentBytes: Int {
        let pages = text("/proc/self/statm").split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * 4096
    }
}
