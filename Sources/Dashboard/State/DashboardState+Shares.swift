import ServiceCatalog

extension DashboardState {
    /// What the shares of a service's instances are made of, as things stand now; as they stood when the rows were ordered
    /// for a service that is too large to be gone through for each picture.
    func tiers(of group: Int) -> RRsetTiers? {
        let entry = arrangement.groups[group]
        let zone = zone(showing: entry.service, at: Int(entry.zone))
        guard zone.catalog.instanceCount(of: entry.service) <= MemberOrder.smallService else {
            return arrangement.tiers[serviceKey(of: group)]
        }
        return RRsetTiers(of: entry.service, in: zone, at: shownAt)
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
}
