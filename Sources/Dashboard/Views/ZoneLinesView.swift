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
        let start = start(of: lines, on: canvas)
        for (row, line) in lines.enumerated() {
            let counts = row == 0 && state.layout.counts.isEmpty ? ShortCounts(counts: state.shownCounts) : nil
            switch line {
            case .zone(let index):
                let view = ZoneLineView(
                    zone: zones[index], label: label(of: index, row: row), start: start, counts: counts)
                draw(view, index, row: row, on: &canvas)
            case .rest:
                let own = lines.compactMap { if case .zone(let index) = $0 { index } else { nil } }
                let rest = zones.indices.filter { !own.contains($0) }.map { zones[$0] }
                drawRest(rest, isAll: own.isEmpty, counts: counts, row: row, on: &canvas)
            }
        }
    }

    private func label(of index: Int, row: Int) -> ZoneLabel {
        let name = state.snapshot.zones[index].name
        return ZoneLabel(
            name.withoutFinalDot, state.premises.contexts[name], isReadOnly: row == 0 && state.premises.isReadOnly)
    }

    /// Where what is said of zones begins, so that it stands under each other; 0 for one zone.
    private func start(of lines: [ZoneLines.Line], on canvas: Canvas) -> Int {
        let widths = lines.enumerated().compactMap { row, line -> Int? in
            guard case .zone(let index) = line else { return nil }
            return canvas.columns(of: label(of: index, row: row).spans(within: canvas.size.columns, on: canvas))
        }
        return widths.count > 1 ? widths.max() ?? 0 : 0
    }

    private func draw(_ view: ZoneLineView, _ index: Int, row: Int, on canvas: inout Canvas) {
        let line = Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns)
        canvas.draw(view, in: line)
        guard let alone = state.zoneAloneIndex else { return }
        if index == alone {
            // In the colours of what it stands on: a badge or a banner has its own.
            canvas.put("▸", row: row, column: 0, style: canvas.surface[row, 0].style)
        } else {
            canvas.dim(line)
        }
    }

    private func drawRest(
        _ zones: [ZoneSnapshot], isAll: Bool, counts: ShortCounts?, row: Int, on canvas: inout Canvas
    ) {
        let width = canvas.size.columns
        let label = ZoneLabel(
            isAll ? "\(zones.count) zones" : "and \(zones.count) more zones",
            of: zones.compactMap { state.premises.contexts[$0.name] }, isReadOnly: row == 0 && state.premises.isReadOnly
        )
        let fewest = counts.map { $0.fewestColumns(on: canvas) + 3 } ?? 0
        var column = canvas.put(label.spans(within: width, on: canvas), row: row) + 2
        let summary = ZoneSummary(zones, on: &canvas)
        let style = canvas.theme[summary.isTroubled ? .warning : .dim]
        let room = width - fewest - column
        column = canvas.put(
            summary.text(within: room, on: canvas), row: row, column: column, width: max(0, room), style: style)
        let right = counts?.spans(within: min(width / 2, width - column - 3), on: canvas) ?? []
        canvas.put(right: right, row: row, from: column + 2)
        if state.zoneAloneIndex != nil { canvas.dim(Rect(row: row, column: 0, rows: 1, columns: width)) }
    }
}
