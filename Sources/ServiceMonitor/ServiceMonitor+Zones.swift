import DNSClient
import DNSCore
import ServiceCatalog
import ServiceProbing

/// What followers and watchers tell.
extension ServiceMonitor {
    /// The catalog to change; numbers that nothing refers to any more are free in it.
    func beginTransfer(_ index: Int) -> Catalog {
        state.zones[index].catalog.reclaim(state.zones[index].reclaimable)
        state.zones[index].reclaimable = []
        state.zones[index].isTransferring = true
        return state.zones[index].catalog
    }

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
        settle(index, server)
        changed()
    }

    func zone(
        _ index: Int, learnt catalog: Catalog, _ changes: CatalogChanges,
        by method: ZoneFreshness.Method, from server: Server, notice: String? = nil
    ) async {
        let wasLoaded = state.zones[index].isLoaded
        settle(index, server)
        state.zones[index].freshness.method = method
        state.zones[index].freshness.learntAt = clock.now
        state.zones[index].freshness.serial = catalog.soa?.serial
        state.zones[index].freshness.changes = changes.count
        state.zones[index].freshness.notice = notice
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
        let now = clock.now
        let since = state.zones[index].freshness.problem?.since ?? now
        state.zones[index].freshness.problem = ZoneFreshness.Problem(
            text: text, since: since, retryAt: now.advanced(by: delay))
        changed()
    }

    func endTransfer(_ index: Int) {
        state.zones[index].isTransferring = false
        state.zones[index].freshness.progress = nil
        changed()
    }

    private func settle(_ index: Int, _ server: Server) {
        state.zones[index].isTransferring = false
        state.zones[index].freshness.progress = nil
        state.zones[index].freshness.problem = nil
        state.zones[index].freshness.server = server.description
        state.zones[index].freshness.confirmedAt = clock.now
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

    // MARK: - Replicas

    func nameServers(of index: Int) -> [(name: DomainName, addresses: [IPAddress])] {
        let catalog = state.zones[index].catalog
        return catalog.nameServers.map { ($0, catalog.addresses(of: $0)) }
    }

    func serial(of index: Int) -> Serial? { state.zones[index].freshness.serial }

    func zone(_ index: Int, hasReplicas replicas: [Replica]) {
        let now = clock.now
        state.zones[index].freshness.replicas = replicas
        if replicas.contains(where: { $0.problem != nil || ($0.lag ?? 0) > 0 }) {
            state.postponeTombstones(index, at: now)
        }
        changed()
    }
}
