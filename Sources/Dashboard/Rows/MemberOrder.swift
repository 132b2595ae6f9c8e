import DNSCore
import ServiceCatalog

/// The order of a group's members: by the column that the user has chosen, and within that worst first, then as RFC 2782
/// has clients try them, then by name. What a column has no value for comes last, also in the inverted order.
struct MemberOrder {
    /// Groups of up to this many are put in order when they are looked at, larger ones beforehand.
    static let smallGroup = 1024
    /// Beyond this, what the beginnings of two names do not tell apart keeps the zone's order: comparing a million names
    /// takes a second.
    private static let mostNamesCompared = 65_536

    private let zones: [ZoneSnapshot]
    private let column: Column
    private let isDescending: Bool
    private let tiers: [ServiceKey: RRsetTiers]
    private let now: Timestamp

    init(_ order: RowOrder, zones: [ZoneSnapshot], tiers: [ServiceKey: RRsetTiers], at now: Timestamp) {
        self.zones = zones
        column = order.sort
        isDescending = order.isDescending
        self.tiers = tiers
        self.now = now
    }

    /// A member with all that it is compared by in two numbers, as far as two numbers can tell.
    private struct Keyed {
        var high: UInt64
        var low: UInt64
        var member: InstanceKey
        /// Where it stood before.
        var position: UInt32
    }

    /// - Precondition: members of one service stand together, services in the order of their names, zone by zone.
    func sort(_ members: inout [InstanceKey]) {
        guard members.count > 1 else { return }
        var keyed = self.keyed(members)
        if keyed.count <= Self.mostNamesCompared {
            keyed.sort { a, b in
                if a.high != b.high { return a.high < b.high }
                return a.low == b.low ? reads(a, before: b) : a.low < b.low
            }
        } else {
            keyed.sort { a, b in
                if a.high != b.high { return a.high < b.high }
                return a.low == b.low ? a.position < b.position : a.low < b.low
            }
        }
        for index in keyed.indices { members[index] = keyed[index].member }
    }

    private func reads(_ a: Keyed, before b: Keyed) -> Bool {
        let (x, y) = (zones[a.member.zone].catalog, zones[b.member.zone].catalog)
        if let name {
            let order = x.compare(a.member.instance, with: b.member.instance, in: y, by: name)
            if order != 0 { return isDescending ? order > 0 : order < 0 }
        } else if a.member.zone == b.member.zone {
            return x.reads(a.member.instance, before: b.member.instance)
        }
        return a.position < b.position
    }

    /// What the column's text is, where it is a name.
    private var name: OrderedName? {
        switch column {
        case .instance: .title
        case .target: .target
        default: nil
        }
    }

    private func keyed(_ members: [InstanceKey]) -> [Keyed] {
        var keyed: [Keyed] = []
        keyed.reserveCapacity(members.count)
        var start = 0
        while start < members.count {
            let zone = members[start].zone
            let end = members[start...].firstIndex { $0.zone != zone } ?? members.count
            append(members[start..<end], of: zone, to: &keyed)
            start = end
        }
        return keyed
    }

    private func append(_ members: ArraySlice<InstanceKey>, of index: Int, to keyed: inout [Keyed]) {
        let zone = zones[index]
        let catalog = zone.catalog
        let isCurrent = zone.isCurrent(at: now)
        var service: ServiceID?
        var tiers = RRsetTiers()
        // Services in the order in which they come: that is the order of their names.
        var rank = UInt64(keyed.count)
        for (position, member) in members.enumerated() {
            let own = catalog.service(of: member.instance)
            if own != service {
                service = own
                rank = UInt64(keyed.count)
                if column == .share { tiers = self.tiers(of: ServiceKey(zone: index, service: own)) }
            }
            let health = zone.shownHealth(of: member.instance, isCurrent: isCurrent, at: now)
            let numbers: (high: UInt64, low: UInt64)
            if let name {
                let prefix = catalog.prefix(of: member.instance, by: name)
                numbers = isDescending ? (~prefix.high, ~prefix.low) : (prefix.high, prefix.low)
            } else {
                let location = catalog.location(of: member.instance)
                let tieBreak =
                    UInt64(health.status.rawValue) << 60 | min(rank, 1 << 28 - 1) << 32 | UInt64(location.priority)
                    << 16
                    | UInt64(UInt16.max - location.weight)
                let value = value(of: member.instance, health, rank: rank, tiers, in: zone)
                numbers = (directed(value), tieBreak)
            }
            keyed.append(
                Keyed(
                    high: numbers.high, low: numbers.low, member: member,
                    position: UInt32(clamping: members.startIndex + position)))
        }
    }

    /// Nothing comes last in either direction.
    private func directed(_ value: UInt64?) -> UInt64 {
        guard let value = value.map({ min($0, .max - 1) }) else { return .max }
        return isDescending ? .max - 1 - value : value
    }

    private func value(
        of instance: InstanceID, _ health: Health, rank: UInt64, _ tiers: RRsetTiers, in zone: ZoneSnapshot
    ) -> UInt64? {
        let catalog = zone.catalog
        switch column {
        case .status: return UInt64(health.status.rawValue)
        case .service, .zone: return rank
        case .address: return catalog.firstAddress(of: instance).map(Self.beginning)
        case .port: return UInt64(catalog.location(of: instance).port)
        case .priority: return UInt64(catalog.location(of: instance).priority)
        case .weight: return UInt64(catalog.location(of: instance).weight)
        case .share:
            let figures = tiers.figures(of: instance, health, in: zone, at: now)
            return figures.fraction.map { UInt64(min(1, max(0, $0)) * 1e9) }
        case .rtt: return health.status.serves && health.roundTrip > 0 ? UInt64(health.roundTrip) : nil
        case .ttl: return UInt64(catalog.ttl(of: instance))
        case .lease: return zone.leases[instance, in: catalog].map { UInt64(clamping: $0.expiresAt.nanoseconds) }
        case .age:
            return health.since == .distantPast ? nil : UInt64(clamping: now.nanoseconds - health.since.nanoseconds)
        case .reason: return health.reason == .none ? nil : UInt64(health.reason.rawValue)
        case .owner: return zone.peers.telling(instance)?.evidence.owner.map { UInt64($0.user) }
        case .instance, .target, .shareBar, .history: return nil
        }
    }

    /// The upper half of an IPv6 address; IPv4 addresses come before all of them.
    private static func beginning(of address: IPAddress) -> UInt64 {
        switch address {
        case .v4(let address): UInt64(address.rawValue)
        case .v6(let address): max(1 << 32, address.high)
        }
    }

    private func tiers(of service: ServiceKey) -> RRsetTiers {
        tiers[service] ?? RRsetTiers(of: service.service, in: zones[service.zone], at: now)
    }
}
