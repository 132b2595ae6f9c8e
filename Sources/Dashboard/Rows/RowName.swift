import DNSCore
import ServiceCatalog

/// A service by its names: what stays when a zone is read anew and its numbers mean something else.
struct ServiceName: Hashable, Sendable {
    var zone: DomainName
    var service: DomainName
}

/// A group by names.
enum GroupName: Hashable, Sendable {
    case service(ServiceName)
    case tier(ServiceName, priority: UInt16)
    case target(DomainName)
    case status(Status)
    case all
}

/// What makes an SRV record the same one, whatever its priority, weight and TTL.
struct RecordName: Hashable, Sendable {
    var zone: DomainName
    var owner: DomainName
    var target: DomainName
    var port: UInt16
}

extension RecordName {
    init(_ key: InstanceKey, in zones: [ZoneSnapshot]) {
        let catalog = zones[key.zone].catalog
        zone = catalog.apex
        owner = catalog.owner(of: key.instance)
        target = catalog.target(of: key.instance)
        port = catalog.location(of: key.instance).port
    }

    /// Whether a number means this record.
    func isSame(as instance: InstanceID, in catalog: Catalog) -> Bool {
        catalog.isReadable(instance) && catalog.location(of: instance).port == port
            && catalog.owner(of: instance) == owner && catalog.target(of: instance) == target
    }

    /// The record's number in these zones; that of its tombstone if it is gone.
    /// - Parameter hint: the number that it had: of several that differ in priority only it is that one.
    func key(in zones: [ZoneSnapshot], hint: InstanceKey?) -> InstanceKey? {
        guard let index = zones.firstIndex(where: { $0.name == zone }) else { return nil }
        let catalog = zones[index].catalog
        let known = hint.flatMap { $0.zone == index && isSame(as: $0.instance, in: catalog) ? $0 : nil }
        if let known, catalog.isRegistered(known.instance) { return known }
        let twins = catalog.instances(withTarget: target).lazy.filter { isSame(as: $0, in: catalog) }
        return twins.first.map { InstanceKey(zone: index, instance: $0) } ?? known
    }
}
