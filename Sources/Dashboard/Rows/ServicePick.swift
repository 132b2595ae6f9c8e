import ServiceCatalog

/// What is shown of one service.
struct ServicePick {
    let key: ServiceKey
    let worst: Status
    let count: Int
    /// nil: all, not looked at yet.
    private let picked: [InstanceID]?

    var isAll: Bool { picked == nil }

    fileprivate init(_ key: ServiceKey, worst: Status, count: Int, picked: [InstanceID]?) {
        self.key = key
        self.worst = worst
        self.count = count
        self.picked = picked
    }

    /// - Parameter gone: the service's tombstones.
    func members(in catalog: Catalog, gone: [InstanceID]) -> [InstanceKey] {
        (picked ?? catalog.instances(of: key.service) + gone).map { InstanceKey(zone: key.zone, instance: $0) }
    }
}

/// Decides what of one zone's services is shown.
struct ServicePicker {
    private let zone: ZoneSnapshot
    private let index: Int
    private let now: Timestamp
    private let isCurrent: Bool
    private let condition: FilterCondition
    private let problemsOnly: Bool

    init(_ request: ArrangementRequest, zone index: Int) {
        zone = request.snapshot.zones[index]
        self.index = index
        now = request.now
        isCurrent = zone.isCurrent(at: request.now)
        condition = request.filter.condition
        problemsOnly = request.problemsOnly
    }

    /// - Parameter gone: the service's tombstones.
    /// - Returns: nil if nothing of it is to be shown.
    func pick(_ service: ServiceID, gone: [InstanceID]) -> ServicePick? {
        let worst = zone.worst(of: service, at: now) ?? .withdrawn
        if problemsOnly, !worst.isProblem { return nil }
        let verdict = condition == .everything ? true : condition.verdict(on: service, in: zone.catalog)
        if verdict == false { return nil }
        let key = ServiceKey(zone: index, service: service)
        let count = zone.catalog.instanceCount(of: service) + gone.count
        if verdict == true, !problemsOnly { return ServicePick(key, worst: worst, count: count, picked: nil) }
        var picked = zone.catalog.instances(of: service) + gone
        keepMatching(&picked, areAllMatching: verdict == true)
        guard !picked.isEmpty else { return nil }
        return ServicePick(key, worst: worst, count: picked.count, picked: picked.count < count ? picked : nil)
    }

    private func keepMatching(_ instances: inout [InstanceID], areAllMatching: Bool) {
        let catalog = zone.catalog
        var kept = 0
        for position in instances.indices {
            let instance = instances[position]
            let health = zone.shownHealth(of: instance, isCurrent: isCurrent, at: now)
            if problemsOnly, !health.status.isProblem { continue }
            guard areAllMatching || condition.holds(for: instance, health, in: catalog, at: now) else { continue }
            instances[kept] = instance
            kept += 1
        }
        instances.removeSubrange(kept...)
    }
}
