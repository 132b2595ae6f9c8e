import ServiceCatalog

/// Time from left to right in slots, one a column: they begin at round times, so that the picture moves a column at a time.
struct LaneAxis: Hashable, Sendable {
    /// What a column can stand for.
    static let slots: [Duration] = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 21_600, 86_400].map { .seconds($0) }
    static let usualZoom = 3

    let columns: Int
    let slot: Duration
    /// The first slot's beginning.
    let start: Timestamp
    /// The last slot's end: then the picture moves.
    let end: Timestamp

    /// - Parameter zoom: index in `slots`.
    init(columns: Int, zoom: Int, now: Timestamp) {
        self.columns = max(1, columns)
        slot = Self.slots[max(0, min(zoom, Self.slots.count - 1))]
        let step = Self.nanoseconds(slot)
        let (rounded, overflow) = (now.nanoseconds / step).addingReportingOverflow(1)
        let (end, overflow2) = rounded.multipliedReportingOverflow(by: step)
        self.end = overflow || overflow2 ? now : Timestamp(nanoseconds: end)
        start = self.end.advanced(by: .zero - slot * self.columns)
    }

    func column(of time: Timestamp) -> Int? {
        guard time >= start, time < end else { return nil }
        return Int(time.duration(since: start) / slot)
    }

    /// Round times with room for their names between them, with the columns at which they are.
    var ticks: [(column: Int, label: String)] {
        let wanted = Self.nanoseconds(slot) * Int64(Self.columnsPerTick)
        let step = Self.steps.first { $0 >= wanted } ?? Self.steps[Self.steps.count - 1]
        var ticks: [(Int, String)] = []
        var time = start.nanoseconds / step * step
        while time < end.nanoseconds, ticks.count < columns {
            let at = Timestamp(nanoseconds: time)
            if let column = column(of: at) { ticks.append((column, label(at, step: step))) }
            time += step
        }
        return ticks
    }

    private static let columnsPerTick = 12
    private static let steps: [Int64] = [
        15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 86_400 * 7, 86_400 * 14,
    ].map { $0 * 1_000_000_000 }

    private func label(_ time: Timestamp, step: Int64) -> String {
        if step >= Self.steps[13] { return String(time.date.dropFirst(5)) }
        return step < Self.steps[2] ? time.timeOfDay : String(time.timeOfDay.dropLast(3))
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 { duration.components.seconds * 1_000_000_000 }
}
