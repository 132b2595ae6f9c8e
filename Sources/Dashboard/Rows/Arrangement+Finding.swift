import ServiceCatalog

/// From records and groups to where they stand, and from numbers to names.
extension Arrangement {
    /// The group that an instance lies in, if it is shown at all.
    func groupKey(of key: InstanceKey) -> GroupKey {
        let catalog = basis.zones[key.zone].catalog
        switch order.grouping {
        case .service: return GroupKey(service(of: key))
        case .tier: return GroupKey(service(of: key), priority: catalog.location(of: key.instance).priority)
        case .target:
            let target = GroupKey(catalog.targetID(of: key.instance), zone: key.zone)
            return aliases[target] ?? target
        case .status: return GroupKey(health(of: key).status)
        case .flat: return .all
        }
    }

    func group(with key: GroupKey) -> Int? { groups.firstIndex { $0.key == key } }

    /// Whether an instance has a row, or would have one if its group were not folded.
    func shows(_ key: InstanceKey) -> Bool {
        guard zone == nil || zone == key.zone else { return false }
        let catalog = basis.zones[key.zone].catalog
        guard catalog.isRegistered(key.instance) || tombstones[key.zone][key.instance] != nil else { return false }
        let health = health(of: key)
        if problemsOnly, !health.status.isProblem { return false }
        return filter.condition.holds(for: key.instance, health, in: catalog, at: at)
    }

    func name(of key: GroupKey) -> GroupName {
        switch order.grouping {
        case .service: .service(serviceName(of: key))
        case .tier: .tier(serviceName(of: key), priority: key.priority)
        case .target: .target(basis.zones[key.zone].catalog.name(of: key.target))
        case .status: .status(key.status)
        case .flat: .all
        }
    }

    private func serviceName(of key: GroupKey) -> ServiceName {
        let catalog = basis.zones[key.zone].catalog
        return ServiceName(zone: catalog.apex, service: catalog.name(of: key.service.service))
    }

    /// What a group may be called by number here: a host may be known to several zones.
    func keys(named name: GroupName) -> [GroupKey] {
        switch (order.grouping, name) {
        case (.service, .service(let service)):
            return self.service(named: service).map { [GroupKey($0)] } ?? []
        case (.tier, .tier(let service, let priority)):
            return self.service(named: service).map { [GroupKey($0, priority: priority)] } ?? []
        case (.target, .target(let host)):
            return basis.zones.indices.compactMap { zone in
                basis.zones[zone].catalog.targetID(named: host).map { GroupKey($0, zone: zone) }
            }
        case (.status, .status(let status)): return [GroupKey(status)]
        case (.flat, .all): return [.all]
        default: return []
        }
    }

    func group(named name: GroupName) -> Int? {
        let keys = keys(named: name)
        return keys.isEmpty ? nil : groups.firstIndex { keys.contains($0.key) }
    }

    private func service(named name: ServiceName) -> ServiceKey? {
        guard let zone = basis.zones.firstIndex(where: { $0.name == name.zone }) else { return nil }
        return basis.zones[zone].catalog.service(named: name.service).map { ServiceKey(zone: zone, service: $0) }
    }
}
