import ServiceCatalog

/// All that row order is made from. `arrange` takes time in proportion to the zones and belongs on another thread than the
/// screen's; its answer goes back as `DashboardEvent.arranged`.
package struct ArrangementRequest: Sendable {
    package let number: Int
    let snapshot: Snapshot
    let now: Timestamp
    let filter: Filter
    let problemsOnly: Bool

    /// The rows: services with the worst status first, by name within a status.
    package func arrange() -> Arrangement {
        var arrangement = Arrangement(
            number: number, basis: snapshot, at: now, filter: filter, problemsOnly: problemsOnly)
        arrangement.widths = NaturalWidths(of: snapshot.zones)
        var shelves = Array(repeating: [Arrangement.Group](), count: Status.allCases.count)
        for (index, zone) in snapshot.zones.prefix(Int(UInt16.max)).enumerated() {
            let tombstones = Tombstones(zone.tombstones)
            arrangement.tombstones.append(tombstones)
            let picker = GroupPicker(self, zone, index: UInt16(index))
            for service in zone.catalog.servicesByName + tombstones.servicesWithoutInstances(in: zone.catalog) {
                let gone = tombstones.instances(of: service)
                guard let group = picker.group(service, gone: gone, into: &arrangement) else { continue }
                shelves[Int(group.worst.rawValue)].append(group)
            }
        }
        arrangement.groups = Array(shelves.joined())
        return arrangement
    }
}
