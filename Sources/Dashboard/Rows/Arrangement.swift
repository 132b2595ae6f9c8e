import ServiceCatalog

/// Which groups and instances are shown, in which order: made from a snapshot away from the screen's thread.
///
/// Only what a row needs to be found is stored. Groups of ordinary size are put in order when one of their rows is looked
/// at, so a screen costs the same whatever the zone holds.
package struct Arrangement: Sendable {
    struct Group: Sendable {
        var key: GroupKey
        /// Rows below the group's own.
        var count: UInt32
        /// Where they start in `listed`; nil: all of the service's, or of its tier.
        var list: UInt32?
        var worst: Status
    }

    /// The request that this answers.
    package let number: Int
    /// What it was made from: rows are told by numbers that mean something only there.
    let basis: Snapshot
    let at: Timestamp
    let order: RowOrder
    let filter: Filter
    let problemsOnly: Bool
    /// The only zone that is shown; nil for all.
    let zone: Int?
    var groups: [Group] = []
    /// Members of groups that are filtered or not of one service, those of large groups in order.
    var listed: [InstanceKey] = []
    /// One for each zone.
    var tombstones: [Tombstones] = []
    /// What shares are made of, for services that are too large to be gone through when they are looked at.
    var tiers: [ServiceKey: RRsetTiers] = [:]
    /// Members by status of groups that are too large for it, unless they are services: those are counted all the time.
    var tallies: [GroupKey: StatusCounts] = [:]
    /// Target hosts that several zones know, by what the first of these calls them.
    var aliases: [GroupKey: GroupKey] = [:]
    /// Instances shown, those in folded groups among them.
    var instanceCount = 0
    var widths = NaturalWidths()
    /// What was folded when it was made.
    var folds = Folds()
    var rows = RowIndex()

    init(_ request: ArrangementRequest) {
        number = request.number
        basis = request.snapshot
        at = request.now
        order = request.order
        filter = request.filter
        problemsOnly = request.problemsOnly
        zone = request.zone
        folds = request.folds
    }

    static let empty = Arrangement(
        ArrangementRequest(number: 0, snapshot: Snapshot(at: .distantPast), now: .distantPast))
}

// MARK: - Groups and their members

extension Arrangement {
    /// The rows below a group's own, in order.
    func members(of group: Int) -> ArraySlice<InstanceKey> {
        let members = unorderedMembers(of: group)
        if isLarge(group) || members.count < 2 { return members }
        var ordered = Array(members)
        memberOrder.sort(&ordered)
        return ordered[...]
    }

    /// The same in whatever order costs nothing.
    func unorderedMembers(of group: Int) -> ArraySlice<InstanceKey> {
        let entry = groups[group]
        if let list = entry.list { return listed[Int(list)..<Int(list) + Int(entry.count)] }
        let members = instances(of: entry.key.service)
        guard order.grouping == .tier else { return members[...] }
        let catalog = basis.zones[entry.key.zone].catalog
        return members.filter { catalog.location(of: $0.instance).priority == entry.key.priority }[...]
    }

    /// Whether a group has too many members to go through all of them for a picture.
    func isLarge(_ group: Int) -> Bool { groups[group].count > MemberOrder.smallGroup }

    /// A service's instances and tombstones.
    private func instances(of key: ServiceKey) -> [InstanceKey] {
        let all =
            basis.zones[key.zone].catalog.instances(of: key.service)
            + tombstones[key.zone].instances(of: key.service)
        return all.map { InstanceKey(zone: key.zone, instance: $0) }
    }

    /// Some of a service's instances, the worst first.
    func instances(of key: ServiceKey, first limit: Int) -> [InstanceID] {
        let found = basis.zones[key.zone].catalog.instances(of: key.service, first: limit)
        var members = (found + tombstones[key.zone].instances(of: key.service)).map {
            InstanceKey(zone: key.zone, instance: $0)
        }
        MemberOrder(RowOrder(), zones: basis.zones, tiers: tiers, at: at).sort(&members)
        return members.map(\.instance)
    }

    var memberOrder: MemberOrder {
        MemberOrder(order, zones: basis.zones, tiers: tiers, at: at)
    }

    func health(of key: InstanceKey) -> Health { basis.zones[key.zone].shownHealth(of: key.instance, at: at) }

    func service(of key: InstanceKey) -> ServiceKey {
        ServiceKey(zone: key.zone, service: basis.zones[key.zone].catalog.service(of: key.instance))
    }
}
