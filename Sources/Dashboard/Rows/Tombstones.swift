import ServiceCatalog

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
