import ServiceCatalog

/// A service in a few words.
struct ServiceSummary {
    let zone: ZoneSnapshot
    let service: ServiceID
    let counts: [(status: Status, count: Int)]

    init(zone: ZoneSnapshot, service: ServiceID, now: Timestamp) {
        self.zone = zone
        self.service = service
        let isCurrent = zone.isCurrent(at: now)
        var counts = StatusCounts()
        for status in Status.allCases {
            let isDoubtful = !isCurrent && (status == .up || status == .degraded || status == .dormant)
            counts[isDoubtful ? .unknown : status] += zone.table.count(of: status, in: service)
        }
        isUnknown = !isCurrent || counts.registered == counts[.unknown]
        self.counts = Status.allCases.compactMap { counts[$0] > 0 ? ($0, counts[$0]) : nil }
    }

    func name(isAbsolute: Bool) -> String {
        let name = zone.catalog.name(of: service)
        return isAbsolute ? name.withoutFinalDot : name.shown(within: zone.name)
    }

    /// Whether nothing can be said of whom it serves.
    private let isUnknown: Bool

    private var registered: Int { zone.catalog.instanceCount(of: service) }
    private var serving: Int { counts.reduce(0) { $0 + ($1.status.serves ? $1.count : 0) } }

    /// `2 of 4`; `? of 4` where nothing is known of them.
    var proportion: String {
        if registered == 0 { return "gone" }
        let serving = isUnknown ? "?" : Numbers.grouped(self.serving)
        return "\(serving) of \(Numbers.grouped(registered))"
    }

    /// `  1 down, 1 suspect`: what does not serve.
    var breakdown: String? {
        let rest = counts.filter { !$0.status.serves && !isUnknown }.map { "\(Numbers.grouped($0.count)) \($0.status)" }
        return rest.isEmpty ? nil : "  " + rest.joined(separator: ", ")
    }
}
