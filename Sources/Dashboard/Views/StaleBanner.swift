import ServiceCatalog
import Terminal

/// In place of a zone's line while its data is too old: how old, why, and when the next try is.
struct StaleBanner: View {
    let zone: ZoneSnapshot
    let label: ZoneLabel
    let counts: ShortCounts?

    private static let fewestCauseColumns = 14

    private var freshness: ZoneFreshness { zone.freshness }

    /// Old data, or none and no hope of it; not a first transfer on its way.
    static func isDue(_ zone: ZoneSnapshot, at now: Timestamp) -> Bool {
        guard !zone.isCurrent(at: now) else { return false }
        let freshness = zone.freshness
        return freshness.method != nil || freshness.problem != nil && freshness.progress == nil
    }

    func draw(on canvas: inout Canvas) {
        let style = canvas.theme[.bannerStale]
        canvas.fill(Rect(canvas.size), style: style)
        let state = "  " + age(on: &canvas)
        let width = canvas.size.columns
        let fewest = counts.map { $0.fewestColumns(on: canvas) + 3 } ?? 1
        let room = width - canvas.columns(of: state) - fewest
        let head = label.text(on: canvas, nameWithin: room) + state
        let used = canvas.columns(of: head)
        let right = counts?.spans(within: min(width / 2, width - used - 3), on: canvas) ?? []
        canvas.put(right: right.map { Span($0.text, style) }, row: 0, from: used + 2)
        let causeRoom = width - used - 3 - (right.isEmpty ? 0 : canvas.columns(of: right) + 2)
        let cause = causeRoom >= Self.fewestCauseColumns ? ": \(trouble(within: causeRoom, on: &canvas))" : ""
        canvas.put(head + cause, row: 0, column: 0, style: style)
    }

    private func age(on canvas: inout Canvas) -> String {
        guard freshness.method != nil else { return "cannot be read" }
        return "data " + (freshness.confirmedAt.map { canvas.age(since: $0) + " old" } ?? "of unknown age")
    }

    private func trouble(within room: Int, on canvas: inout Canvas) -> String {
        if let progress = freshness.progress { return "reading, \(Numbers.counted(progress.records, "record")) so far" }
        guard let problem = freshness.problem else { return "no answer yet from \(freshness.server)" }
        return TroubleWords(problem).text(within: room, on: &canvas)
    }
}
