import ServiceCatalog
import Terminal

/// A group: its worst status, what it is, how many of its members serve.
struct GroupRowView: View {
    let state: DashboardState
    let group: Int
    let columns: ColumnLayout

    func draw(on canvas: inout Canvas) {
        let isFolded = state.rows.memberCount(of: group) == 0
        let theme = canvas.theme
        let standing = state.standing(of: group)
        let fold =
            switch canvas.repertoire {
            case .unicode: isFolded ? "▸" : "▾"
            case .ascii: isFolded ? "+" : "-"
            }
        canvas.put(fold, row: 0, column: 1, style: theme[.dim])
        drawMark(on: &canvas)
        canvas.put(status: standing.worst, in: columns)
        guard let placed = columns[.instance] else { return }
        var spans = [Span(standing.proportion, theme[.text])]
        if isFolded, let breakdown = standing.breakdown { spans.append(Span(breakdown, theme[.dim])) }
        let start = figuresStart(for: canvas.columns(of: standing.proportion), in: canvas.size.columns)
        draw(state.title(of: group), from: placed.start, to: start - 1, on: &canvas)
        canvas.put(spans, row: 0, column: start)
        if standing.worst == .withdrawn || isDoubtful(at: canvas.now) { canvas.dim(Rect(canvas.size)) }
    }

    private func draw(_ title: GroupTitle, from start: Int, to end: Int, on canvas: inout Canvas) {
        let style = canvas.theme[.group]
        let room = end - start - canvas.columns(of: title.suffix)
        let next = canvas.put(title.name, row: 0, column: start, width: max(0, room), style: style)
        canvas.put(title.suffix, row: 0, column: next, width: max(0, end - next), style: style)
    }

    /// Another sign if only some of the group is marked.
    private func drawMark(on canvas: inout Canvas) {
        let entry = state.arrangement.groups[group]
        guard let marked = state.tally.groups[entry.key] else { return }
        let some = canvas.repertoire == .ascii ? ":" : "◇"
        canvas.put(marked == Int(entry.count) ? "◆" : some, row: 0, column: 2, style: canvas.theme[.mark])
    }

    private func isDoubtful(at now: Timestamp) -> Bool {
        let entry = state.arrangement.groups[group]
        guard state.arrangement.order.grouping.isByService else { return false }
        let key = entry.key.service
        return state.zone(showing: key.service, at: key.zone).isDoubtful(at: now)
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
