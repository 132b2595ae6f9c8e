import ServiceCatalog

/// All that row order is made from. `arrange` takes time in proportion to the zones and belongs on another thread than the
/// screen's; its answer goes back as `DashboardEvent.arranged`.
package struct ArrangementRequest: Sendable {
    package let number: Int
    let snapshot: Snapshot
    let now: Timestamp
    let filter: Filter
    let problemsOnly: Bool

    /// The rows: services with the worst status first, by name within a status.
    package func arrange() -> Arrangement {
        var arrangement = Arrangement(
            number: number, basis: snapshot, at: now, filter: filter, problemsOnly: problemsOnly)
        arrangement.widths = NaturalWidths(of: snapshot.zones)
        var shelves = Array(repeating: [Arrangement.Group](), count: Status.allCases.count)
        for (index, zone) in snapshot.zones.prefix(Int(UInt16.max)).enumerated() {
            let tombstones = Tombstones(zone.tombstones)
            arrangement.tombstones.append(tombstones)
            var picker = GroupPicker(self, zone, index: UInt16(index))
            for service in zone.catalog.servicesByName + tombstones.servicesWithoutInstances(in: zone.catalog) {
                let gone = tombstones.instances(of: service)
                guard let group = picker.group(service, gone: gone, into: &arrangement) else { continue }
                shelves[Int(group.worst.rawValue)].append(group)
            }
        }
        arrangement.groups = Array(shelves.joined())
        return arrangement
    }
}

/// Decides what of a service is shown.
private struct GroupPicker {
    private let filter: Filter
    private let problemsOnly: Bool
    private let index: UInt16
    private var subject: FilterSubject

    private var isPicky: Bool { problemsOnly || !filter.isEmpty }

    init(_ request: ArrangementRequest, _ zone: ZoneSnapshot, index: UInt16) {
        filter = request.filter
        problemsOnly = request.problemsOnly
        self.index = index
        subject = FilterSubject(
            zone: zone, now: request.now, instance: InstanceID(rawValue: 0), health: .unknown)
    }

    mutating func group(
        _ service: ServiceID, gone: [InstanceID], into arrangement: inout Arrangement
    ) -> Arrangement.Group? {
        let zone = subject.zone
        let worst = zone.worst(of: service, at: subject.now) ?? .withdrawn
        if problemsOnly, !worst.isProblem { return nil }
        let count = zone.catalog.instanceCount(of: service) + gone.count
        var group = Arrangement.Group(
            zone: index, worst: worst, service: service, count: UInt32(clamping: count), list: nil)
        if isPicky {
            let start = arrangement.listed.count
            pick(service, gone, into: &arrangement.listed)
            let picked = arrangement.listed.count - start
            guard picked > 0 else { return nil }
            if picked == count {
                arrangement.listed.removeLast(picked)
            } else {
                group.count = UInt32(clamping: picked)
                group.list = UInt32(clamping: start)
            }
        }
        if group.list == nil, count > MemberOrder.smallService {
            group.list = UInt32(clamping: arrangement.listed.count)
            zone.catalog.forEachInstance(of: service) { arrangement.listed.append($0) }
            arrangement.listed += gone
        }
        if zone.catalog.instanceCount(of: service) > MemberOrder.smallService {
            arrangement.tiers[ServiceKey(zone: Int(index), service: service)] = RRsetTiers(
                of: service, in: zone, at: subject.now)
        }
        if let list = group.list { sort(&arrangement.listed, from: Int(list)) }
        arrangement.instanceCount += Int(group.count)
        return group
    }

    private mutating func pick(
        _ service: ServiceID, _ gone: [InstanceID], into listed: inout [InstanceID]
    ) {
        let verdict = filter.condition.verdict(on: service, in: subject.zone)
        if verdict == false { return }
        // The closure cannot write to a struct that is being mutated.
        var subject = self.subject
        let (condition, problemsOnly) = (filter.condition, self.problemsOnly)
        func consider(_ instance: InstanceID) {
            subject.instance = instance
            subject.health = subject.zone.shownHealth(of: instance, at: subject.now)
            if problemsOnly, !subject.health.status.isProblem { return }
            if verdict == true || subject.satisfies(condition) { listed.append(instance) }
        }
        subject.zone.catalog.forEachInstance(of: service, consider)
        for instance in gone { consider(instance) }
    }

    private func sort(_ listed: inout [InstanceID], from start: Int) {
        var tail = Array(listed[start...])
        MemberOrder.sort(&tail, in: subject.zone, at: subject.now)
        listed.replaceSubrange(start..., with: tail)
    }
}
