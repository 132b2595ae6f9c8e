import DNSCore
import ServiceCatalog

/// A service on the screen: the zone's place among the zones, and its number in that zone.
struct ServiceKey: Hashable, Sendable {
    var zone: Int
    var service: ServiceID
}

/// A service by its names: what stays when a zone is read anew and its numbers mean something else.
struct ServiceName: Hashable, Sendable {
    var zone: DomainName
    var service: DomainName
}

/// Which services show nothing but their own row.
struct Folds: Hashable, Sendable {
    private(set) var areAllFolded = false
    private var exceptions: Set<ServiceName> = []
    /// The exceptions by their numbers in the zones that are shown.
    private var numbers: Set<ServiceKey> = []

    func contains(_ service: ServiceKey) -> Bool {
        numbers.isEmpty ? areAllFolded : numbers.contains(service) != areAllFolded
    }

    mutating func set(_ service: ServiceKey, in zone: ZoneSnapshot, folded: Bool) {
        let name = ServiceName(zone: zone.name, service: zone.catalog.name(of: service.service))
        if folded == areAllFolded {
            exceptions.remove(name)
            numbers.remove(service)
        } else {
            exceptions.insert(name)
            numbers.insert(service)
        }
    }

    mutating func setAll(folded: Bool) {
        self = Folds()
        areAllFolded = folded
    }

    /// Learns the numbers that the services have in these zones.
    mutating func number(in zones: [ZoneSnapshot]) {
        guard !exceptions.isEmpty else { return }
        numbers.removeAll(keepingCapacity: true)
        for name in exceptions {
            guard let index = zones.firstIndex(where: { $0.name == name.zone }),
                let service = zones[index].catalog.service(named: name.service)
            else { continue }
            numbers.insert(ServiceKey(zone: index, service: service))
        }
    }
}
