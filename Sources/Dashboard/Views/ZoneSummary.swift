import DNSCore
import ServiceCatalog
import Terminal

/// How several zones are, in one piece: what is worst of them, the longest words first.
struct ZoneSummary {
    let forms: [String]
    let isTroubled: Bool

    init(_ zones: [ZoneSnapshot], on canvas: inout Canvas) {
        let stale = zones.filter { StaleBanner.isDue($0, at: canvas.now) }
        let unread = stale.filter { $0.freshness.method == nil }
        let old = stale.filter { $0.freshness.method != nil }
        let failing = zones.filter { $0.freshness.problem != nil }
        let isAll = old.count == zones.count
        isTroubled = !stale.isEmpty || !failing.isEmpty
        if let oldest = old.min(by: { Self.confirmed($0) < Self.confirmed($1) }) {
            let age = oldest.freshness.confirmedAt.map { canvas.age(since: $0) + " old" } ?? "of unknown age"
            let short = isAll ? ["data \(age)", age] : ["\(old.count) with data \(age)", "\(old.count): \(age)"]
            forms =
                ["\(Self.names(old)): data \(age)\(Self.cause(of: old).map { ": \($0)" } ?? "")"]
                + ["\(Self.names(old)): data \(age)"].filter { _ in !isAll } + short
        } else if !unread.isEmpty {
            forms = [
                "\(Self.names(unread)): cannot be read", "\(unread.count) cannot be read", "\(unread.count) unread",
            ]
        } else if !failing.isEmpty {
            let cause = Self.cause(of: failing)
            let isSilent = !failing.contains { Self.kind($0)?.hasPrefix("answered") ?? false }
            forms =
                [cause.map { "\(Self.names(failing)): \($0)" }].compactMap(\.self)
                + ["\(failing.count) \(isSilent ? "not answering" : "failing")", "\(failing.count) failing"]
        } else {
            let waiting = zones.count { $0.freshness.method == nil }
            forms = waiting > 0 ? ["\(waiting) not read yet"] : ["all current", "ok"]
        }
    }

    func text(within room: Int, on canvas: Canvas) -> String {
        forms.first { canvas.columns(of: $0) <= room } ?? forms[forms.count - 1]
    }

    /// `lab.example and 2 more`
    private static func names(_ zones: [ZoneSnapshot]) -> String {
        let first = zones.first?.name.withoutFinalDot ?? ""
        return zones.count > 1 ? "\(first) and \(zones.count - 1) more" : first
    }

    private static func kind(_ zone: ZoneSnapshot) -> String? { zone.freshness.problem.map { TroubleWords($0).kind } }

    /// What all of them suffer from, if it is one thing.
    private static func cause(of zones: [ZoneSnapshot]) -> String? {
        let kinds = Set(zones.map { kind($0) })
        return kinds.count == 1 ? kinds.first ?? nil : nil
    }

    private static func confirmed(_ zone: ZoneSnapshot) -> Timestamp { zone.freshness.confirmedAt ?? .distantPast }
}
