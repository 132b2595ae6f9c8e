import ServiceCatalog

extension DashboardState {
    /// The latest probes of an instance, by address. A moment that is past has none of its own: those of the present that
    /// came later are to be left out.
    func trails(of key: InstanceKey) -> [ProbeTrail] {
        let zone = zone(showing: key)
        guard hold?.isPast == true else { return zone.trails[key.instance] }
        let present = newest.zones.first { $0.name == zone.name && zone.catalog.isSame(key.instance, in: $0.catalog) }
        return present?.trails[key.instance] ?? []
    }
}
