import ServiceCatalog
import Terminal

/// A line for each zone; where there are more than lines, the last one sums up the rest.
struct ZoneLinesView: View {
    let state: DashboardState

    func draw(on canvas: inout Canvas) {
        let zones = state.snapshot.zones
        let lines = canvas.size.rows
        guard !zones.isEmpty else {
            canvas.put("svctop", row: 0, column: 1, style: canvas.theme[.title])
            return
        }
        let single = zones.count <= lines ? zones.count : lines - 1
        for (row, zone) in zones.prefix(single).enumerated() {
            let line = Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns)
            let counts = row == 0 && state.layout.counts.isEmpty ? shortCounts(canvas) : []
            let view = ZoneLineView(
                zone: zone, context: state.premises.contexts[zone.name],
                isReadOnly: row == 0 && state.premises.isReadOnly, right: counts)
            canvas.draw(view, in: line)
        }
        if single < zones.count { drawRest(Array(zones[single...]), isAll: single == 0, row: lines - 1, on: &canvas) }
    }

    private func drawRest(_ zones: [ZoneSnapshot], isAll: Bool, row: Int, on canvas: inout Canvas) {
        let troubled = zones.filter { !$0.isCurrent(at: canvas.now) }
        var spans = [Span(isAll ? " \(zones.count) zones" : " and \(zones.count) more zones", canvas.theme[.title])]
        if let worst = troubled.first {
            let others = troubled.count > 1 ? " and \(troubled.count - 1) more" : ""
            spans.append(Span("  \(worst.name.withoutFinalDot)\(others): data too old", canvas.theme[.warning]))
        } else {
            spans.append(Span("  all current", canvas.theme[.dim]))
        }
        let counts = state.layout.counts.isEmpty ? shortCounts(canvas) : []
        canvas.put(spans, row: row)
        canvas.put(right: counts, row: row, from: canvas.columns(of: spans) + 2)
    }

    /// Signs and numbers only, for a screen without a line for them: the worst, as far as there is room.
    private func shortCounts(_ canvas: Canvas) -> [Span] {
        let counts = state.snapshot.counts(at: canvas.now)
        var room = canvas.size.columns / 2
        var spans: [Span] = []
        for status in Status.allCases where counts[status] > 0 && status != .withdrawn {
            let sign = canvas.theme.sign(of: status, in: canvas.repertoire)
            let count = Span("\(sign)\(Numbers.grouped(counts[status]))", canvas.theme[status])
            room -= canvas.columns(of: count.text) + 1
            if room < 0 { break }
            if !spans.isEmpty { spans.append(Span(" ", canvas.theme[.text])) }
            spans.append(count)
        }
        return spans
    }
}
