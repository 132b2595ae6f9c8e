import ServiceCatalog

/// What one instance was, from as early on as is known until now.
struct Lane: Sendable {
    var title: String
    var priority: UInt16
    var weight: UInt16
    /// Whether it has a name of its own (DNS-SD): then clients choose it by that, and there is no tier.
    var isNamed: Bool
    /// Oldest first; the last one lasts.
    var periods: [StatusPeriod]
    var shares: ShareFigures

    /// When it became what it is.
    var changedAt: Timestamp { periods.last?.since ?? .distantPast }

    /// The tier's number, as it stands before the name.
    var tier: String { isNamed ? "" : "p\(priority)" }

    /// By tier, then as clients would choose.
    static func stands(_ a: Lane, before b: Lane) -> Bool {
        if a.priority != b.priority { return a.priority < b.priority }
        return a.weight == b.weight ? a.title < b.title : a.weight > b.weight
    }
}

/// Goes along a lane, slot by slot.
struct LaneReader {
    private let periods: [StatusPeriod]
    private var next = 0
    private var current: Status?

    init(_ lane: Lane) { periods = lane.periods }

    /// What the instance was until a time, from the time asked for before: the worst of it, and what it was at the end.
    mutating func read(until end: Timestamp) -> (worst: Status?, last: Status?) {
        var worst = current
        while next < periods.count, periods[next].since < end {
            current = periods[next].status
            worst = Self.worse(worst, current)
            next += 1
        }
        return (worst, current)
    }

    private static func worse(_ a: Status?, _ b: Status?) -> Status? {
        guard let a, let b else { return a ?? b }
        // Of what is gone and what is there, gone is what one should see.
        if a == .withdrawn || b == .withdrawn { return .withdrawn }
        return min(a, b)
    }
}
