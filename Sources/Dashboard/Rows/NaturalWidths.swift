import DNSCore
import ServiceCatalog

/// How wide the columns would like to be for what a zone holds, in columns of text.
///
/// Taken from the whole zone (a sample of a large one), not from the rows on the screen: scrolling moves no column.
struct NaturalWidths: Hashable, Sendable {
    /// Of the sign and the word.
    var status = 11
    var service = 0
    /// Of the groups' own rows.
    var group = 0
    var instance = 0
    var zone = 0
    var address = 0
    /// 0 where no instance has a name of its own, and its target says it all.
    var target = 0
    var priority = 0
    var weight = 0
    var ttl = 0

    private static let sample = 4096
    /// `– unavailable`; no other status is as long.
    private static let unavailableWidth = 13

    init() {}

    init(of zones: [ZoneSnapshot], grouping: Grouping = .service) {
        // In other groupings the zone has a column of its own.
        let isAbsolute = zones.count > 1 && grouping.isByService
        for zone in zones { widen(for: zone.catalog, isAbsolute: isAbsolute) }
        switch grouping {
        case .service: group = service
        case .tier: group = service + GroupTitle.longestPriority
        case .target, .status, .flat: group = 0
        }
    }

    private mutating func widen(for catalog: Catalog, isAbsolute: Bool) {
        let services = catalog.servicesByName
        zone = max(zone, catalog.apex.withoutFinalDot.utf8.count)
        guard !services.isEmpty else { return }
        let step = services.count / Self.sample + 1
        let perService = Self.sample / services.count + 1
        for index in stride(from: 0, to: services.count, by: step) {
            service = max(service, catalog.nameLength(of: services[index], isAbsolute: isAbsolute))
            for instance in catalog.instances(of: services[index], first: perService) {
                widen(for: instance, in: catalog)
            }
        }
    }

    private mutating func widen(for instance: InstanceID, in catalog: Catalog) {
        let location = catalog.location(of: instance)
        let withPort = max(1, catalog.targetLength(of: instance)) + 1 + digits(location.port)
        if catalog.isBrowsed(instance) {
            target = max(target, withPort)
            self.instance = max(self.instance, catalog.labelLength(of: instance))
        } else {
            self.instance = max(self.instance, withPort)
        }
        if catalog.target(of: instance).isRoot { status = Self.unavailableWidth }
        priority = max(priority, digits(location.priority))
        weight = max(weight, digits(location.weight))
        ttl = max(ttl, digits(catalog.ttl(of: instance)))
        let address = catalog.firstAddress(of: instance)
        self.address = max(self.address, address.map { $0.description.utf8.count } ?? 0)
    }

    private func digits(_ value: some BinaryInteger) -> Int {
        var (rest, digits) = (value / 10, 1)
        while rest > 0 { (rest, digits) = (rest / 10, digits + 1) }
        return digits
    }

    /// Columns grow when they have to, and never shrink while one looks at them.
    mutating func grow(to other: NaturalWidths) {
        status = max(status, other.status)
        service = max(service, other.service)
        group = max(group, other.group)
        zone = max(zone, other.zone)
        address = max(address, other.address)
        instance = max(instance, other.instance)
        target = max(target, other.target)
        priority = max(priority, other.priority)
        weight = max(weight, other.weight)
        ttl = max(ttl, other.ttl)
    }
}
