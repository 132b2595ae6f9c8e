import ServiceCatalog

/// The order of a service's instances: worst first, then as RFC 2782 has clients try them, then by name.
enum MemberOrder {
    /// Services of up to this many instances are put in order when they are looked at, larger ones beforehand.
    static let smallService = 1024
    /// Beyond this, instances that differ in name only keep the zone's order: comparing a million names takes a second.
    private static let mostNamesCompared = 65_536

    static func sort(_ instances: inout [InstanceID], in zone: ZoneSnapshot, at now: Timestamp) {
        guard instances.count > 1 else { return }
        let catalog = zone.catalog
        let isCurrent = zone.isCurrent(at: now)
        var keyed = instances.map { (key: key($0, zone, isCurrent: isCurrent), instance: $0) }
        if keyed.count <= mostNamesCompared {
            keyed.sort { a, b in a.key == b.key ? catalog.reads(a.instance, before: b.instance) : a.key < b.key }
        } else {
            keyed.sort { a, b in a.key == b.key ? a.instance.rawValue < b.instance.rawValue : a.key < b.key }
        }
        for index in keyed.indices { instances[index] = keyed[index].instance }
    }

    /// Status, priority and falling weight in one number.
    private static func key(_ instance: InstanceID, _ zone: ZoneSnapshot, isCurrent: Bool) -> UInt64 {
        let location = zone.catalog.location(of: instance)
        var status = zone.catalog.isRegistered(instance) ? zone.table[instance].status : .withdrawn
        if !isCurrent, status == .up || status == .degraded || status == .dormant { status = .unknown }
        return UInt64(status.rawValue) << 32 | UInt64(location.priority) << 16 | UInt64(UInt16.max - location.weight)
    }
}
