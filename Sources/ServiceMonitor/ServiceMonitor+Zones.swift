import DNSClient
import DNSCore
import ServiceCatalog
import ServiceProbing

/// What followers and watchers tell.
extension ServiceMonitor {
    /// The catalog to change; numbers that nothing refers to any more are free in it.
    func beginTransfer(_ index: Int) -> Catalog { state.beginTransfer(index) }

    /// Whether the zone's store is better filled anew than changed once more; then it is empty now.
    func emptyIfWorn(_ index: Int) -> Bool {
        guard state.zones[index].catalog.isWorn else { return false }
        state.forget(index)
        return true
    }

    func zone(_ index: Int, isLoading catalog: Catalog) {
        state.zone(index, isLoading: catalog)
        changed()
    }

    func zone(_ index: Int, hasProgress progress: LoadProgress) {
        // Told by a task of its own, so it may come after the end.
        guard state.zones[index].isTransferring else { return }
        state.zones[index].freshness.progress = progress
        tell(progress)
        changed()
    }

    func zone(_ index: Int, confirmedBy server: Server) {
        state.zone(index, confirmedBy: server.description, at: clock.now)
        changed()
    }

    func zone(
        _ index: Int, learnt catalog: Catalog, _ changes: CatalogChanges,
        by method: ZoneFreshness.Method, from server: Server, notice: String? = nil
    ) async {
        let wasLoaded = state.zones[index].isLoaded
        state.zone(
            index, learnt: catalog, changes, by: method, from: server.description, notice: notice, at: clock.now)
        if wasLoaded {
            state.zone(index, didChangeTo: catalog, changes, at: clock.now)
            changed()
        } else {
            await takeIn(index, catalog)
        }
    }

    /// A first transfer, in slices: probes and questions are answered in between.
    private func takeIn(_ index: Int, _ catalog: Catalog) async {
        state.zone(index, didLoad: catalog)
        changed()
        var rest = state.instancesToAdmit(index)[...]
        while !rest.isEmpty {
            state.admit(index, rest.prefix(5000), at: clock.now)
            rest = rest.dropFirst(5000)
            changed()
            await Task.yield()
        }
    }

    func zone(_ index: Int, failedBecause text: String, retryIn delay: Duration) {
        state.zone(index, failedBecause: text, retryIn: delay, at: clock.now)
        changed()
    }

    func endTransfer(_ index: Int) {
        state.zones[index].isTransferring = false
        state.zones[index].freshness.progress = nil
        changed()
    }

    // MARK: - Queries in place of transfers

    func zoneIsReadByQueries(_ index: Int) -> Bool { state.zones[index].freshness.method == .queries }

    /// What the user gave, and what is known already. None where that is too much to ask for name by name: what is not asked
    /// for would be taken as gone.
    func namesToQuery(_ index: Int, given: [DomainName]) -> [DomainName] {
        let catalog = state.zones[index].catalog
        var names = Set(given)
        guard catalog.serviceCount <= QueryReader.nameLimit else { return [] }
        for service in catalog.servicesByName {
            names.insert(catalog.name(of: service))
            catalog.forEachInstance(of: service) { names.insert(catalog.owner(of: $0)) }
            guard names.count <= QueryReader.nameLimit else { return [] }
        }
        return names.sorted()
    }

    func zone(_ index: Int, hasLeases leases: LeaseTable) {
        state.zones[index].leases = leases
        changed()
    }

    // MARK: - Replicas

    func nameServers(of index: Int) -> [(name: DomainName, addresses: [IPAddress])] {
        let catalog = state.zones[index].catalog
        return catalog.nameServers.map { ($0, catalog.addresses(of: $0)) }
    }

    func serial(of index: Int) -> Serial? { state.zones[index].freshness.serial }

    func zone(_ index: Int, hasReplicas replicas: [Replica]) {
        state.zone(index, hasReplicas: replicas, at: clock.now)
        changed()
    }
}
