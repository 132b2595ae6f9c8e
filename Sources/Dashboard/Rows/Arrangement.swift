import ServiceCatalog

/// Which services and instances are shown, in which order: made from a snapshot away from the screen's thread.
///
/// Only what a row needs to be found is stored. Services of ordinary size are put in order when one of their rows is looked
/// at, so a screen costs the same whatever the zone holds.
package struct Arrangement: Sendable {
    struct Group: Sendable {
        /// Index of the zone in `basis.zones`.
        var zone: UInt16
        var worst: Status
        var service: ServiceID
        /// Rows below the service's own.
        var count: UInt32
        /// Where they start in `listed`; nil: all of the service's instances and tombstones.
        var list: UInt32?
    }

    /// The request that this answers.
    package let number: Int
    /// What it was made from: rows are told by numbers that mean something only there.
    let basis: Snapshot
    let at: Timestamp
    let filter: Filter
    let problemsOnly: Bool
    var groups: [Group] = []
    /// Instances of services that are filtered or too large to sort on sight, in order.
    var listed: [InstanceID] = []
    /// One for each zone.
    var tombstones: [Tombstones] = []
    /// What shares are made of, for services that are too large to be gone through when they are looked at.
    var tiers: [ServiceKey: RRsetTiers] = [:]
    /// Instances shown, those of folded services among them.
    var instanceCount = 0
    var widths = NaturalWidths()

    static let empty = Arrangement(
        number: 0, basis: Snapshot(at: .distantPast), at: .distantPast, filter: .none, problemsOnly: false)
}

extension Arrangement {
    func zone(of group: Int) -> ZoneSnapshot { basis.zones[Int(groups[group].zone)] }

    /// The rows below a service, in order.
    func members(of group: Int) -> ArraySlice<InstanceID> {
        let entry = groups[group]
        if let list = entry.list { return listed[Int(list)..<Int(list) + Int(entry.count)] }
        let zone = zone(of: group)
        var members = zone.catalog.instances(of: entry.service)
        members += tombstones[Int(entry.zone)].instances(of: entry.service)
        MemberOrder.sort(&members, in: zone, at: at)
        return members[...]
    }

    func group(of service: ServiceID, zone: Int) -> Int? {
        groups.firstIndex { $0.service == service && Int($0.zone) == zone }
    }
}

/// What is gone from a zone and still in caches, by service and by number.
struct Tombstones: Sendable {
    private var services: [ServiceID: [InstanceID]] = [:]
    private var all: [InstanceID: ZoneSnapshot.Tombstone] = [:]

    init(_ tombstones: [ZoneSnapshot.Tombstone]) {
        for tombstone in tombstones {
            guard all.updateValue(tombstone, forKey: tombstone.instance) == nil else { continue }
            services[tombstone.service, default: []].append(tombstone.instance)
        }
    }

    subscript(instance: InstanceID) -> ZoneSnapshot.Tombstone? { all[instance] }

    func instances(of service: ServiceID) -> [InstanceID] { services.isEmpty ? [] : services[service] ?? [] }

    /// Services that have nothing else, in the order in which they came up.
    func servicesWithoutInstances(in catalog: Catalog) -> [ServiceID] {
        services.keys.filter { catalog.instanceCount(of: $0) == 0 }.sorted { $0.rawValue < $1.rawValue }
    }
}
