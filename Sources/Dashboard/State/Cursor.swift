import DNSCore
import ServiceCatalog

/// A row by what it shows: a service, or an instance of it.
struct RowKey: Hashable, Sendable {
    var service: ServiceKey
    var instance: InstanceID?
}

/// The row that keys act on. It belongs to a record; its place follows.
struct Cursor: Hashable, Sendable {
    /// Among all rows; 0 while there are none.
    var row = 0
    /// By the numbers in the zones that are shown; nil while there are no rows.
    var key: RowKey?
    /// By name, for when the numbers mean something else.
    var record: RecordName?
    /// Until it has been moved it stays on the first row, where the worst is.
    var hasMoved = false
}

/// What makes an SRV record the same one, whatever its priority, weight and TTL; or a service.
struct RecordName: Hashable, Sendable {
    struct Instance: Hashable, Sendable {
        var owner: DomainName
        var target: DomainName
        var port: UInt16
    }

    var service: ServiceName
    var instance: Instance?
}

extension RecordName {
    init(_ key: RowKey, in zone: ZoneSnapshot) {
        let catalog = zone.catalog
        service = ServiceName(zone: zone.name, service: catalog.name(of: key.service.service))
        instance = key.instance.map {
            Instance(owner: catalog.owner(of: $0), target: catalog.target(of: $0), port: catalog.location(of: $0).port)
        }
    }

    /// The number of the service in these zones.
    func service(in zones: [ZoneSnapshot]) -> ServiceKey? {
        guard let index = zones.firstIndex(where: { $0.name == service.zone }) else { return nil }
        return zones[index].catalog.service(named: service.service).map { ServiceKey(zone: index, service: $0) }
    }
}

extension RecordName.Instance {
    /// Whether a number means this record.
    func isSame(as instance: InstanceID, in catalog: Catalog) -> Bool {
        instance.rawValue < catalog.instanceCapacity && catalog.location(of: instance).port == port
            && catalog.owner(of: instance) == owner && catalog.target(of: instance) == target
    }
}
