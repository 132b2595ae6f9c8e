import DNSClient
import DNSCore
import ServiceCatalog
import ServiceProbing

/// How far a survey is.
package enum SurveyProgress: Hashable, Sendable {
    case loading(LoadProgress)
    case probing(settled: Int, of: Int)
}

/// Looks once: each zone is read, and each endpoint is probed until there is a verdict.
///
/// A zone that could not be read says why in its freshness; the others are there all the same.
/// - Parameter isProbed: Which instances are of interest; nil for all.
package func survey(
    _ configuration: MonitorConfiguration, client: DNSClient = DNSClient(), history: (any HistoryKeeping)? = nil,
    where isProbed: (@Sendable (Catalog, InstanceID) -> Bool)? = nil,
    progress: @escaping @Sendable (SurveyProgress) -> Void = { _ in }
) async throws(ProberError) -> Snapshot {
    let monitor = ServiceMonitor(configuration, client: client, history: history, surveying: progress)
    await monitor.recall()
    await monitor.readZonesOnce()
    try await monitor.sweep(progress, where: isProbed)
    var snapshot = await monitor.snapshot
    await monitor.conclude()
    // However long the sweep took: the zones were read for this very look.
    for index in snapshot.zones.indices { snapshot.zones[index].maximumAge = .seconds(Int32.max) }
    return snapshot
}

extension ServiceMonitor {
    fileprivate func readZonesOnce() async {
        await withTaskGroup { group in
            for (index, zone) in configuration.zones.enumerated() {
                let follower = ZoneFollower(
                    index: index, configuration: zone, client: client, clock: clock,
                    pollInterval: configuration.pollInterval, monitor: self)
                group.addTask {
                    var follower = follower
                    _ = await follower.refresh(for: .refresh)
                }
            }
        }
        await lookUpTargets()
    }

    fileprivate func sweep(
        _ progress: @Sendable (SurveyProgress) -> Void, where isProbed: ((Catalog, InstanceID) -> Bool)?
    ) async throws(ProberError) {
        var targets = takeTargets()
        if let isProbed { targets = targets.filter { state.hasInstance(at: $0.id, where: isProbed) } }
        guard configuration.probes, !targets.isEmpty else { return }
        await askStandIns()
        var settled = 0
        for await reports in try ProbeSweep(targets, policy: configuration.probe, clock: clock) {
            state.apply(reports, at: clock.now)
            settled += reports.count
            progress(.probing(settled: settled, of: targets.count))
        }
        await seekPeers()
    }
}
