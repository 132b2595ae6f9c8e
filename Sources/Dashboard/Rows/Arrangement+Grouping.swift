import ServiceCatalog

/// Making groups.
extension Arrangement {
    mutating func appendService(_ pick: ServicePick, gone: [InstanceID]) {
        if pick.isAll, pick.count <= MemberOrder.smallGroup {
            append(GroupKey(pick.key), worst: pick.worst, count: pick.count)
        } else {
            let members = pick.members(in: basis.zones[pick.key.zone].catalog, gone: gone)
            append(GroupKey(pick.key), worst: pick.worst, members)
        }
    }

    mutating func appendTiers(of pick: ServicePick, gone: [InstanceID]) {
        let zone = basis.zones[pick.key.zone]
        let members = pick.members(in: zone.catalog, gone: gone)
        for (priority, tier) in members.byPriority(in: zone.catalog) {
            let worst = worst(of: tier)
            let key = GroupKey(pick.key, priority: priority)
            if pick.isAll, members.count <= MemberOrder.smallGroup {
                append(key, worst: worst, count: tier.count)
            } else {
                append(key, worst: worst, tier)
            }
        }
    }

    /// A group that is looked at only when it is shown.
    private mutating func append(_ key: GroupKey, worst: Status, count: Int) {
        groups.append(Group(key: key, count: UInt32(clamping: count), list: nil, worst: worst))
    }

    private mutating func append(_ key: GroupKey, worst: Status, _ members: [InstanceKey]) {
        var members = members
        if members.count > MemberOrder.smallGroup {
            if order.grouping != .service { tallies[key] = tally(of: members) }
            memberOrder.sort(&members)
        }
        groups.append(
            Group(
                key: key, count: UInt32(clamping: members.count), list: UInt32(clamping: listed.count), worst: worst))
        listed += members
    }

    private func worst(of members: some Sequence<InstanceKey>) -> Status {
        var worst = Status.withdrawn
        for member in members { worst = min(worst, health(of: member).status) }
        return worst
    }

    private func tally(of members: [InstanceKey]) -> StatusCounts {
        var counts = StatusCounts()
        for member in members { counts[health(of: member).status] += 1 }
        return counts
    }

    /// Makes groups of all that is shown, by what it is grouped by.
    mutating func distribute(_ members: [InstanceKey]) {
        switch order.grouping {
        case .target: distributeByTarget(members)
        case .status: distributeByStatus(members)
        case .service, .tier, .flat:
            if !members.isEmpty { append(.all, worst: worst(of: members), members) }
        }
    }

    private mutating func distributeByStatus(_ members: [InstanceKey]) {
        var shelves = Array(repeating: [InstanceKey](), count: Status.allCases.count)
        for (zone, members) in members.chunkedByZone {
            let isCurrent = basis.zones[zone].isCurrent(at: at)
            for member in members {
                let status = basis.zones[zone].shownHealth(of: member.instance, isCurrent: isCurrent, at: at).status
                shelves[Int(status.rawValue)].append(member)
            }
        }
        for (status, members) in zip(Status.allCases, shelves) where !members.isEmpty {
            append(GroupKey(status), worst: status, members)
        }
    }

    private mutating func distributeByTarget(_ members: [InstanceKey]) {
        var hosts = TargetHosts(basis.zones)
        let places = members.map { hosts.place(of: $0) }
        aliases = hosts.aliases
        var starts = Array(repeating: 0, count: hosts.keys.count + 1)
        for place in places { starts[place + 1] += 1 }
        for host in hosts.keys.indices { starts[host + 1] += starts[host] }
        var next = starts
        var sorted = members
        for (member, place) in zip(members, places) {
            sorted[next[place]] = member
            next[place] += 1
        }
        for (host, key) in hosts.keys.enumerated() {
            let own = sorted[starts[host]..<starts[host + 1]]
            append(key, worst: worst(of: own), Array(own))
        }
    }
}

extension [InstanceKey] {
    /// Lower ones first.
    fileprivate func byPriority(in catalog: Catalog) -> [(priority: UInt16, members: [InstanceKey])] {
        var tiers: [UInt16: [InstanceKey]] = [:]
        for member in self { tiers[catalog.location(of: member.instance).priority, default: []].append(member) }
        return tiers.map { ($0.key, $0.value) }.sorted { $0.priority < $1.priority }
    }

    /// Neighbours of one zone together.
    fileprivate var chunkedByZone: [(zone: Int, members: ArraySlice<InstanceKey>)] {
        var chunks: [(zone: Int, members: ArraySlice<InstanceKey>)] = []
        var start = 0
        while start < count {
            let zone = self[start].zone
            let end = self[start...].firstIndex { $0.zone != zone } ?? count
            chunks.append((zone, self[start..<end]))
            start = end
        }
        return chunks
    }
}
