import ServiceCatalog

extension DashboardState {
    /// What the shares of a service's instances are made of, as things stand now; as they stood when the rows were ordered
    /// for a service that is too large to be gone through for each picture.
    func tiers(of key: ServiceKey) -> RRsetTiers? {
        let zone = zone(showing: key.service, at: key.zone)
        guard zone.catalog.instanceCount(of: key.service) <= MemberOrder.smallGroup else {
            return arrangement.tiers[key]
        }
        return RRsetTiers(of: key.service, in: zone, at: shownAt)
    }
}

extension RRsetTiers {
    /// Of the SRV records at a service's own name.
    init(of service: ServiceID, in zone: ZoneSnapshot, at now: Timestamp) {
        self.init()
        zone.catalog.forEachInstance(of: service) { instance in
            if !zone.catalog.isBrowsed(instance) { add(zone.candidate(instance, at: now)) }
        }
    }

    /// What one instance has of them: nothing if it has a name of its own, or is gone.
    func figures(
        of instance: InstanceID, _ health: Health, in zone: ZoneSnapshot, at now: Timestamp
    ) -> ShareFigures {
        guard health.status != .withdrawn, !zone.catalog.isBrowsed(instance) else { return .none }
        return figures(of: zone.candidate(instance, at: now), isKnown: zone.isKnown(health, at: now))
    }
}
