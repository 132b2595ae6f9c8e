import ServiceCatalog
import Terminal

/// Services with their instances: the rows on the screen, and no others, are looked up and written.
struct TableView: View {
    let state: DashboardState
    /// Lines for the columns' names: one or none.
    let titles: Int

    func draw(on canvas: inout Canvas) {
        let columns = ColumnLayout(width: canvas.size.columns, widths: state.widths)
        if titles > 0 { drawTitles(columns, on: &canvas) }
        let rows = Rect(row: titles, column: 0, rows: canvas.size.rows - titles, columns: canvas.size.columns)
        canvas.draw(in: rows) { canvas in
            if state.rows.count == 0 {
                canvas.draw(EmptyTableView(state: state), in: Rect(canvas.size))
            } else {
                drawRows(columns, on: &canvas)
            }
        }
    }

    private func drawTitles(_ columns: ColumnLayout, on canvas: inout Canvas) {
        for placed in columns.placed {
            canvas.put(
                placed.column.rawValue, row: 0, column: placed.start, width: placed.width, style: canvas.theme[.header],
                align: placed.column.isNumber ? .right : .left)
        }
    }

    private func drawRows(_ columns: ColumnLayout, on canvas: inout Canvas) {
        let last = min(state.rows.count, state.top + canvas.size.rows)
        var row = state.top
        while row < last {
            let place = state.rows.place(of: row)
            let end = min(last, row - place.offset + 1 + state.rows.memberCount(of: place.group))
            draw(
                group: place.group, offsets: place.offset..<place.offset + (end - row), from: row, columns, on: &canvas)
            row = end
        }
    }

    /// Draws some consecutive rows of a service.
    private func draw(
        group: Int, offsets: Range<Int>, from first: Int, _ columns: ColumnLayout, on canvas: inout Canvas
    ) {
        let members = offsets.upperBound > 1 ? state.arrangement.members(of: group) : []
        let tiers = state.tiers(of: group)
        for offset in offsets {
            let row = first + offset - offsets.lowerBound
            let line = Rect(row: row - state.top, column: 0, rows: 1, columns: canvas.size.columns)
            let isCursor = row == state.cursor.row
            if offset == 0 {
                let view = ServiceRowView(state: state, group: group, columns: columns)
                canvas.draw(view, in: line)
            } else if offset <= members.count {
                let instance = members[members.startIndex + offset - 1]
                let view = InstanceRowView(
                    state: state, zoneIndex: Int(state.arrangement.groups[group].zone), instance: instance,
                    tiers: tiers, columns: columns)
                canvas.draw(view, in: line)
            }
            guard isCursor else { continue }
            canvas.lay(canvas.theme[state.focus == .table ? .cursor : .cursorUnfocused], over: line)
            canvas.put("›", row: line.row, column: 0, style: canvas.theme[.cursor])
        }
    }
}
