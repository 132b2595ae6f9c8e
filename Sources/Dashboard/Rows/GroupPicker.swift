import ServiceCatalog

/// Decides what of one zone's services is shown.
struct GroupPicker {
    private let zone: ZoneSnapshot
    private let index: UInt16
    private let now: Timestamp
    private let isCurrent: Bool
    private let condition: FilterCondition
    private let problemsOnly: Bool

    private var isPicky: Bool { problemsOnly || condition != .everything }

    init(_ request: ArrangementRequest, _ zone: ZoneSnapshot, index: UInt16) {
        self.zone = zone
        self.index = index
        now = request.now
        isCurrent = zone.isCurrent(at: request.now)
        condition = request.filter.condition
        problemsOnly = request.problemsOnly
    }

    /// A service with the instances of it that are to be shown; nil if there are none.
    /// - Parameter gone: its tombstones.
    func group(
        _ service: ServiceID, gone: [InstanceID], into arrangement: inout Arrangement
    ) -> Arrangement.Group? {
        let worst = zone.worst(of: service, at: now) ?? .withdrawn
        if problemsOnly, !worst.isProblem { return nil }
        let registered = zone.catalog.instanceCount(of: service)
        let isLarge = registered + gone.count > MemberOrder.smallService
        let isAll = !isPicky || !problemsOnly && condition.verdict(on: service, in: zone.catalog) == true
        var group = Arrangement.Group(
            zone: index, worst: worst, service: service, count: UInt32(clamping: registered + gone.count), list: nil)
        if isLarge || !isAll {
            var picked = zone.catalog.instances(of: service) + gone
            if !isAll { pick(&picked, of: service) }
            guard !picked.isEmpty else { return nil }
            group.count = UInt32(clamping: picked.count)
            if isLarge || picked.count < registered + gone.count {
                MemberOrder.sort(&picked, in: zone, at: now)
                group.list = UInt32(clamping: arrangement.listed.count)
                arrangement.listed += picked
            }
        }
        if registered > MemberOrder.smallService {
            let key = ServiceKey(zone: Int(index), service: service)
            arrangement.tiers[key] = RRsetTiers(of: service, in: zone, at: now)
        }
        arrangement.instanceCount += Int(group.count)
        return group
    }

    private func pick(_ instances: inout [InstanceID], of service: ServiceID) {
        let verdict = condition.verdict(on: service, in: zone.catalog)
        if verdict == false {
            instances = []
            return
        }
        let catalog = zone.catalog
        var kept = 0
        for position in instances.indices {
            let instance = instances[position]
            let health = zone.shownHealth(of: instance, isCurrent: isCurrent, at: now)
            if problemsOnly, !health.status.isProblem { continue }
            guard verdict == true || condition.holds(for: instance, health, in: catalog, at: now) else { continue }
            instances[kept] = instance
            kept += 1
        }
        instances.removeSubrange(kept...)
    }
}
