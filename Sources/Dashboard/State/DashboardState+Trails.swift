import ServiceCatalog

extension DashboardState {
    /// The latest probes of an instance, by address.
    func trails(of key: InstanceKey) -> [ProbeTrail] {
        zone(showing: key).trails[key.instance]
    }
}
