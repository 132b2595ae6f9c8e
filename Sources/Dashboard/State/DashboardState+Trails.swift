import ServiceCatalog

extension DashboardState {
    /// The latest probes of an instance, by address.
    func trails(of instance: InstanceID, at index: Int) -> [ProbeTrail] {
        zone(showing: instance, at: index).trails[instance]
    }
}
