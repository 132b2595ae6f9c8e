import DNSCore
import ServiceCatalog

/// Who of a service served when: its instances as lanes side by side, by tier.
struct ServiceLanes: Sendable {
    /// Of a service with more instances only those are looked at that have changed lately.
    private static let mostInstances = 256

    let service: DomainName
    private(set) var lanes: [Lane] = []
    /// Instances without a lane.
    private(set) var others = 0

    init(state: DashboardState, _ key: ServiceKey) {
        let zone = state.zone(showing: key.service, at: key.zone)
        let now = state.shownAt
        service = zone.catalog.name(of: key.service)
        let tombstones = zone.tombstones.filter { $0.service == key.service }.prefix(Self.mostInstances)
        let count = zone.catalog.instanceCount(of: key.service)
        let instances =
            count <= Self.mostInstances
            ? zone.catalog.instances(of: key.service) : Self.recentlyChanged(zone, key.service)
        others = count - instances.count
        var tiers = RRsetTiers()
        for instance in instances where !zone.catalog.isBrowsed(instance) {
            tiers.add(zone.candidate(instance, at: now))
        }
        if others > 0 { tiers = state.tiers(of: key) ?? tiers }
        lanes = instances.map { Lane($0, in: zone, tiers, at: now) }
        lanes += tombstones.map { Lane($0, in: zone) }
        lanes += zone.chronicle.departed.filter { $0.service == key.service }.map(Lane.init)
        lanes.sort(by: Lane.stands)
    }

    private static func recentlyChanged(_ zone: ZoneSnapshot, _ service: ServiceID) -> [InstanceID] {
        var seen = Set<InstanceID>()
        let recent = zone.chronicle.recent.reversed().filter { instance in
            zone.catalog.isRegistered(instance) && zone.catalog.service(of: instance) == service
                && seen.insert(instance).inserted
        }
        return Array(recent.prefix(mostInstances))
    }

    /// So many lanes in their order: those that carry the most, half of them at the most, and those that have changed last.
    func chosen(_ count: Int) -> [Lane] {
        guard lanes.count > count else { return lanes }
        let part = { (index: Int) in lanes[index].shares.fraction ?? 0 }
        let serving = lanes.indices.filter { part($0) > 0 }.sorted { (part($0), $1) > (part($1), $0) }
            .prefix(max(0, count + 1) / 2)
        let rest = lanes.indices.filter { !serving.contains($0) }
            .sorted { (lanes[$0].changedAt, $1) > (lanes[$1].changedAt, $0) }
        return (serving + rest).prefix(max(0, count)).sorted().map { lanes[$0] }
    }

    /// The statuses among what the lanes were that are drawn with signs of their own, worst first.
    var otherStatuses: [Status] {
        let all = Set(lanes.flatMap { $0.periods.map(\.status) })
        return all.sorted().filter { if case .other = LaneState($0, isInServingTier: true) { true } else { false } }
    }

    /// One row of states for each of some lanes; tiers are told from all of them.
    func states(of chosen: [Lane], _ axis: LaneAxis) -> [[LaneState]] {
        var readers = lanes.map(LaneReader.init)
        var chosenReaders = chosen.map(LaneReader.init)
        for index in readers.indices { _ = readers[index].read(until: axis.start) }
        for index in chosenReaders.indices { _ = chosenReaders[index].read(until: axis.start) }
        var rows = Array(repeating: [LaneState](), count: chosen.count)
        for slot in 1...max(1, axis.columns) {
            let end = axis.start.advanced(by: axis.slot * slot)
            var tier: UInt16?
            for index in lanes.indices where !lanes[index].isNamed {
                guard readers[index].read(until: end).last?.serves == true else { continue }
                tier = min(tier ?? .max, lanes[index].priority)
            }
            for index in chosen.indices {
                let status = chosenReaders[index].read(until: end).worst
                let isInTier = chosen[index].isNamed || chosen[index].priority == tier
                rows[index].append(LaneState(status, isInServingTier: isInTier))
            }
        }
        return rows
    }
}

extension Lane {
    fileprivate init(_ instance: InstanceID, in zone: ZoneSnapshot, _ tiers: RRsetTiers, at now: Timestamp) {
        let location = zone.catalog.location(of: instance)
        let health = zone.table[instance]
        title = zone.catalog.title(of: instance)
        isNamed = zone.catalog.isBrowsed(instance)
        (priority, weight) = (location.priority, location.weight)
        periods = zone.chronicle[instance]
        if health.since != .distantPast { periods.append(StatusPeriod(health.status, since: health.since)) }
        // What is not verified any more is not drawn as what it was.
        let shown = zone.health(of: instance, at: now)
        if shown.status != health.status, let confirmed = zone.freshness.confirmedAt {
            periods.append(StatusPeriod(shown.status, since: confirmed.advanced(by: zone.maximumAge)))
        }
        let isKnown = zone.isKnown(shown, at: now)
        shares = isNamed ? .none : tiers.figures(of: zone.candidate(instance, at: now), isKnown: isKnown)
    }

    fileprivate init(_ tombstone: ZoneSnapshot.Tombstone, in zone: ZoneSnapshot) {
        let location = zone.catalog.location(of: tombstone.instance)
        title = zone.catalog.title(of: tombstone.instance)
        isNamed = zone.catalog.isBrowsed(tombstone.instance)
        (priority, weight) = (location.priority, location.weight)
        let end = StatusPeriod(.withdrawn, since: tombstone.withdrawnAt)
        periods = zone.chronicle[tombstone.instance] + [end]
        shares = .none
    }

    fileprivate init(_ departed: DepartedInstance) {
        title = departed.title
        isNamed = false
        (priority, weight) = (departed.priority, departed.weight)
        periods = departed.periods
        shares = .none
    }
}
