import ServiceCatalog
import Terminal

/// A service: its worst status, its name, how many of its instances serve.
struct ServiceRowView: View {
    let state: DashboardState
    let group: Int
    let columns: ColumnLayout

    func draw(on canvas: inout Canvas) {
        let entry = state.arrangement.groups[group]
        let zone = state.zone(showing: entry.service, at: Int(entry.zone))
        let key = state.serviceKey(of: group)
        let isFolded = state.folds.contains(key)
        let theme = canvas.theme
        let status = zone.worst(of: entry.service, at: canvas.now) ?? .withdrawn
        canvas.put(isFolded ? "▸" : "▾", row: 0, column: 1, style: theme[.dim])
        canvas.put(status: status, in: columns)
        guard let placed = columns[.instance] else { return }
        let summary = ServiceSummary(zone: zone, service: entry.service, now: canvas.now)
        let name = summary.name(isAbsolute: state.snapshot.zones.count > 1)
        var spans = [Span(summary.proportion, theme[.text])]
        if isFolded, let breakdown = summary.breakdown { spans.append(Span(breakdown, theme[.dim])) }
        let start = figuresStart(for: canvas.columns(of: summary.proportion), in: canvas.size.columns)
        canvas.put(name, row: 0, column: placed.start, width: start - placed.start - 1, style: theme[.group])
        canvas.put(spans, row: 0, column: start)
        if status == .withdrawn || zone.isDoubtful(at: canvas.now) {
            canvas.dim(Rect(canvas.size))
        }
    }

    /// Where the figures' columns start, or as far to the right as there is room.
    private func figuresStart(for width: Int, in columns: Int) -> Int {
        let last = columns - width
        return self.columns.figuresStart.map { min($0, last) } ?? last
    }
}

extension Canvas {
    /// The sign and the word of a status, in its column.
    mutating func put(status: Status, in columns: ColumnLayout) {
        guard let placed = columns[.status] else { return }
        let text = theme.sign(of: status, in: repertoire) + " " + status.name
        put(text, row: 0, column: placed.start, width: placed.width, style: theme[status])
    }
}
