import ServiceCatalog

/// How some instances stand: how many of them serve, and what keeps the others from it.
struct Standing: Hashable, Sendable {
    private let statuses: StatusCounts
    /// Whether nothing can be said of whom they serve.
    private let isUnknown: Bool

    /// - Parameter isCurrent: false if what the zone says of them is too old.
    init(_ statuses: StatusCounts, isCurrent: Bool) {
        self.statuses = statuses
        isUnknown = !isCurrent || statuses.registered == statuses[.unknown]
    }

    /// Worst first, without those that there are none of.
    var counts: [(status: Status, count: Int)] {
        Status.allCases.compactMap { statuses[$0] > 0 ? ($0, statuses[$0]) : nil }
    }

    var worst: Status { statuses.worst ?? .withdrawn }

    /// `2 of 4`; `? of 4` where nothing is known of them.
    var proportion: String {
        if statuses.registered == 0 { return "gone" }
        let serving = counts.reduce(0) { $0 + ($1.status.serves ? $1.count : 0) }
        return "\(isUnknown ? "?" : Numbers.grouped(serving)) of \(Numbers.grouped(statuses.registered))"
    }

    /// `  1 down, 1 suspect`: what does not serve.
    var breakdown: String? {
        let rest = counts.filter { !$0.status.serves && !isUnknown }.map { "\(Numbers.grouped($0.count)) \($0.status)" }
        return rest.isEmpty ? nil : "  " + rest.joined(separator: ", ")
    }
}

extension Standing {
    /// Of all of a service's instances, which are counted all the time.
    init(of service: ServiceID, in zone: ZoneSnapshot, at now: Timestamp) {
        let isCurrent = zone.isCurrent(at: now)
        var statuses = StatusCounts()
        for status in Status.allCases {
            let shown = !isCurrent && status.needsFreshZone ? Status.unknown : status
            statuses[shown] += zone.table.count(of: status, in: service)
        }
        self.init(statuses, isCurrent: isCurrent)
    }
}

extension StatusCounts {
    /// The same without good news.
    fileprivate var doubted: StatusCounts {
        var counts = self
        for status in Status.allCases where status.needsFreshZone {
            counts[.unknown] += counts[status]
            counts[status] = 0
        }
        return counts
    }
}

extension DashboardState {
    /// How a group's members stand now; as they stood when the rows were ordered for a group that is too large to be gone
    /// through for each picture.
    func standing(of group: Int) -> Standing {
        let entry = arrangement.groups[group]
        if arrangement.order.grouping == .service {
            let key = entry.key.service
            return Standing(of: key.service, in: zone(showing: key.service, at: key.zone), at: shownAt)
        }
        if let tally = arrangement.tallies[entry.key] {
            let isCurrent = shownZones.contains { $0.isCurrent(at: shownAt) }
            return Standing(isCurrent ? tally : tally.doubted, isCurrent: isCurrent)
        }
        var statuses = StatusCounts()
        var isCurrent = false
        for key in arrangement.unorderedMembers(of: group) {
            let zone = zone(showing: key)
            statuses[zone.shownHealth(of: key.instance, at: shownAt).status] += 1
            isCurrent = isCurrent || zone.isCurrent(at: shownAt)
        }
        return Standing(statuses, isCurrent: isCurrent)
    }

    func zone(showing key: InstanceKey) -> ZoneSnapshot { zone(showing: key.instance, at: key.zone) }
}
