import ServiceCatalog

/// The order of the groups: worst first, by name within a status; by name alone if that is what the rows are sorted by.
extension Arrangement {
    mutating func orderGroups() {
        if order.grouping == .target { orderByHost() }
        if order.sortsGroupsByName {
            if order.isDescending { groups.reverse() }
            return
        }
        var shelves = Array(repeating: [Group](), count: Status.allCases.count)
        for group in groups { shelves[Int(group.worst.rawValue)].append(group) }
        if order.sort == .status, order.isInverted { shelves.reverse() }
        groups = Array(shelves.joined())
    }

    /// A host by one of the instances on it.
    private struct Host {
        var prefix: NamePrefix
        var member: InstanceKey
        var group: Int
    }

    /// Beyond this, what the beginnings of two names do not tell apart is left in the zone's order.
    private static let mostNamesCompared = 65_536

    private mutating func orderByHost() {
        let zones = basis.zones
        var hosts: [Host] = []
        hosts.reserveCapacity(groups.count)
        for (index, group) in groups.enumerated() {
            guard let list = group.list else { continue }
            let member = listed[Int(list)]
            let prefix = zones[member.zone].catalog.prefix(of: member.instance, by: .target)
            hosts.append(Host(prefix: prefix, member: member, group: index))
        }
        let isFew = hosts.count <= Self.mostNamesCompared
        hosts.sort { a, b in
            if a.prefix.high != b.prefix.high { return a.prefix.high < b.prefix.high }
            if a.prefix.low != b.prefix.low { return a.prefix.low < b.prefix.low }
            let (x, y) = (zones[a.member.zone].catalog, zones[b.member.zone].catalog)
            let order = isFew ? x.compare(a.member.instance, with: b.member.instance, in: y, by: .target) : 0
            return order == 0 ? a.group < b.group : order < 0
        }
        groups = hosts.map { groups[$0.group] }
    }
}
