import ServiceCatalog

/// All that row order is made from. `arrange` takes time in proportion to the zones and belongs on another thread than the
/// screen's; its answer goes back as `DashboardEvent.arranged`.
package struct ArrangementRequest: Sendable {
    package let number: Int
    let snapshot: Snapshot
    let now: Timestamp
    var order = RowOrder()
    var filter = Filter.none
    var problemsOnly = false
    /// The only zone to be shown; nil for all.
    var zone: Int?
    var folds = Folds()

    init(number: Int, snapshot: Snapshot, now: Timestamp) {
        self.number = number
        self.snapshot = snapshot
        self.now = now
    }

    /// The rows: groups with the worst status first, by name within a status.
    package func arrange() -> Arrangement {
        var arrangement = Arrangement(self)
        let shown = snapshot.zones.indices.filter { zone == nil || $0 == zone }
        arrangement.widths = NaturalWidths(of: shown.map { snapshot.zones[$0] }, grouping: order.grouping)
        arrangement.tombstones = snapshot.zones.map { Tombstones($0.tombstones) }
        switch order.grouping {
        case .service: forEachPick(of: shown, in: &arrangement) { $0.appendService($1, gone: $2) }
        case .tier: forEachPick(of: shown, in: &arrangement) { $0.appendTiers(of: $1, gone: $2) }
        case .target, .status, .flat:
            var members: [InstanceKey] = []
            forEachPick(of: shown, in: &arrangement) { arrangement, pick, gone in
                members += pick.members(in: arrangement.basis.zones[pick.key.zone].catalog, gone: gone)
            }
            arrangement.distribute(members)
        }
        arrangement.orderGroups()
        arrangement.folds.number(in: arrangement)
        arrangement.rows = RowIndex(arrangement, arrangement.folds)
        return arrangement
    }

    /// Goes through the services zone by zone in the order of their names.
    private func forEachPick(
        of zones: [Int], in arrangement: inout Arrangement,
        _ body: (inout Arrangement, ServicePick, _ gone: [InstanceID]) -> Void
    ) {
        for index in zones {
            let catalog = snapshot.zones[index].catalog
            let tombstones = arrangement.tombstones[index]
            let picker = ServicePicker(self, zone: index)
            for service in catalog.servicesByName + tombstones.servicesWithoutInstances(in: catalog) {
                let gone = tombstones.instances(of: service)
                guard let pick = picker.pick(service, gone: gone) else { continue }
                if catalog.instanceCount(of: service) > MemberOrder.smallGroup {
                    arrangement.tiers[pick.key] = RRsetTiers(of: service, in: snapshot.zones[index], at: now)
                }
                arrangement.instanceCount += pick.count
                body(&arrangement, pick, gone)
            }
        }
    }
}
