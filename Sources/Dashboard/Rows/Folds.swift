import ServiceCatalog

/// A service on the screen: the zone's place among the zones, and its number in that zone.
struct ServiceKey: Hashable, Sendable {
    var zone: Int
    var service: ServiceID
}

/// Which services show nothing but their own row.
struct Folds: Hashable, Sendable {
    private(set) var areAllFolded = false
    private var exceptions: Set<ServiceKey> = []

    /// Whether it takes no look at single services to know.
    var isUniform: Bool { exceptions.isEmpty }

    func contains(_ service: ServiceKey) -> Bool {
        exceptions.isEmpty ? areAllFolded : exceptions.contains(service) != areAllFolded
    }

    mutating func set(_ service: ServiceKey, folded: Bool) {
        if folded == areAllFolded { exceptions.remove(service) } else { exceptions.insert(service) }
    }

    mutating func setAll(folded: Bool) {
        areAllFolded = folded
        exceptions = []
    }
}
