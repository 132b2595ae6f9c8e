import ServiceCatalog
import Terminal

/// A line for each zone, with a sign at the one that is shown alone; where there are more than lines, the last one sums up
/// the rest.
struct ZoneLinesView: View {
    let state: DashboardState

    func draw(on canvas: inout Canvas) {
        let zones = state.snapshot.zones
        guard !zones.isEmpty else {
            canvas.put("svctop", row: 0, column: 1, style: canvas.theme[.title])
            return
        }
        let lines = ZoneLines(zones: zones.count, lines: canvas.size.rows, alone: state.zoneAloneIndex).lines
        for (row, line) in lines.enumerated() {
            let counts = row == 0 && state.layout.counts.isEmpty ? shortCounts(canvas) : []
            switch line {
            case .zone(let index):
                draw(zones[index], index, right: counts, row: row, on: &canvas)
            case .rest:
                let own = lines.compactMap { if case .zone(let index) = $0 { index } else { nil } }
                let rest = zones.indices.filter { !own.contains($0) }.map { zones[$0] }
                drawRest(rest, isAll: own.isEmpty, right: counts, row: row, on: &canvas)
            }
        }
    }

    private func draw(_ zone: ZoneSnapshot, _ index: Int, right: [Span], row: Int, on canvas: inout Canvas) {
        let line = Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns)
        let view = ZoneLineView(
            zone: zone, context: state.premises.contexts[zone.name],
            isReadOnly: row == 0 && state.premises.isReadOnly, right: right)
        canvas.draw(view, in: line)
        guard let alone = state.zoneAloneIndex else { return }
        if index == alone {
            canvas.put("▸", row: row, column: 0, style: canvas.theme[.title])
        } else {
            canvas.dim(line)
        }
    }

    private func drawRest(_ zones: [ZoneSnapshot], isAll: Bool, right: [Span], row: Int, on canvas: inout Canvas) {
        let troubled = zones.filter { !$0.isCurrent(at: canvas.now) }
        var spans = [Span(isAll ? " \(zones.count) zones" : " and \(zones.count) more zones", canvas.theme[.title])]
        if let worst = troubled.first {
            let others = troubled.count > 1 ? " and \(troubled.count - 1) more" : ""
            spans.append(Span("  \(worst.name.withoutFinalDot)\(others): data too old", canvas.theme[.warning]))
        } else {
            spans.append(Span("  all current", canvas.theme[.dim]))
        }
        canvas.put(spans, row: row)
        canvas.put(right: right, row: row, from: canvas.columns(of: spans) + 2)
        if state.zoneAloneIndex != nil {
            canvas.dim(Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns))
        }
    }

    /// Signs and numbers only, for a screen without a line for them: the worst, as far as there is room.
    private func shortCounts(_ canvas: Canvas) -> [Span] {
        let counts = state.shownCounts
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
