import DNSClient
import DNSCore
import Glibc
import PeerServers
import ServiceCatalog
import ServiceProbing

@testable import ServiceMonitor

/// A monitor that runs while a test waits for what it should come to show.
final class MonitorRun: Sendable {
    struct TimedOut: Error, CustomStringConvertible {
        var description: String
    }

    let monitor: ServiceMonitor
    private let task: Task<Void, any Error>

    init(_ configuration: MonitorConfiguration, client: DNSClient = DNSClient()) {
        let monitor = ServiceMonitor(configuration, client: client)
        self.monitor = monitor
        task = Task { try await monitor.run() }
    }

    deinit { task.cancel() }

    /// The first snapshot that satisfies, and how long it took; fails with what there was instead.
    @discardableResult
    func waits(
        _ what: String, within limit: Duration = .seconds(15), for isSatisfied: @escaping @Sendable (Snapshot) -> Bool
    ) async throws -> (snapshot: Snapshot, after: Duration) {
        let start = ContinuousClock.now
        let snapshots = monitor.snapshots
        let found: Snapshot? = await withTaskGroup(of: Snapshot?.self) { group in
            group.addTask {
                for await snapshot in snapshots where isSatisfied(snapshot) { return snapshot }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        if let found { return (found, ContinuousClock.now - start) }
        let last = await monitor.snapshot
        throw TimedOut(description: "\(what): not seen in \(limit); last was \(last.summary)")
    }
}

extension Snapshot {
    /// `port status` of every instance of the first zone, and what is said of the zone.
    var summary: String {
        let zone = zones[0]
        let problem = zone.freshness.problem.map { " PROBLEM \($0.text)" } ?? ""
        let notice = zone.freshness.notice.map { " NOTICE \($0)" } ?? ""
        return "\(statuses) serial \(zone.freshness.serial?.description ?? "none") "
            + "\(zone.freshness.method?.rawValue ?? "unread")\(problem)\(notice)"
    }

    var statuses: [String: Status] {
        var found: [String: Status] = [:]
        zones[0].catalog.forEachInstance { id in
            found["\(zones[0].catalog.location(of: id).port)"] = zones[0].health(of: id, at: at).status
        }
        return found
    }

    var problem: String { zones[0].freshness.problem?.text ?? "" }
    var method: ZoneFreshness.Method? { zones[0].freshness.method }
}

extension MonitorConfiguration {
    /// One zone at a real server, with everything fast.
    static func test(
        _ server: Server, names: [DomainName] = [], poll: Duration = .milliseconds(300), notify: ServerAddress? = nil
    ) throws -> MonitorConfiguration {
        var configuration = MonitorConfiguration(
            zones: [ZoneConfiguration(apex: try DomainName("svc.test."), servers: [server], names: names)],
            probe: ProbePolicy(
                interval: .milliseconds(200), timeout: .milliseconds(500), suspectInterval: .milliseconds(100),
                flapThreshold: 100),
            pollInterval: poll, maximumAge: .seconds(2), notifyAddress: notify)
        configuration.standIns = .nowhere
        return configuration
    }
}

extension PeerServer {
    func server(key: TSIGKey? = nil) throws -> Server {
        Server(
            try ServerAddress(host: "127.0.0.1", port: port), key: key,
            timeouts: Timeouts(connect: .seconds(2), answer: .seconds(2), stall: .seconds(3)))
    }
}
