import ServiceCatalog
import Terminal

/// Groups with their instances: the rows on the screen, and no others, are looked up and written.
struct TableView: View {
    let state: DashboardState
    /// Lines for the columns' names: one or none.
    let titles: Int

    func draw(on canvas: inout Canvas) {
        let columns = state.columnLayout
        if titles > 0 { TableTitlesView(columns: columns, order: state.arrangement.order).draw(on: &canvas) }
        let rows = Rect(row: titles, column: 0, rows: canvas.size.rows - titles, columns: canvas.size.columns)
        canvas.draw(in: rows) { canvas in
            if state.rows.count == 0 {
                canvas.draw(EmptyTableView(state: state), in: Rect(canvas.size))
            } else {
                drawRows(columns, on: &canvas)
            }
        }
    }

    private func drawRows(_ columns: ColumnLayout, on canvas: inout Canvas) {
        let changes = RowChanges(state.snapshot.events, at: state.shownAt)
        var shares = TierCache()
        let last = min(state.rows.count, state.top + canvas.size.rows)
        var row = state.top
        while row < last {
            let place = state.rows.place(of: row)
            let members = place.offset + last - row > 1 ? state.arrangement.members(of: place.group) : []
            let count = min(last - row, state.rows.offsets(of: place.group).upperBound - place.offset)
            for offset in place.offset..<place.offset + max(1, count) {
                let line = Rect(row: row - state.top, column: 0, rows: 1, columns: canvas.size.columns)
                if offset == 0 {
                    canvas.draw(GroupRowView(state: state, group: place.group, columns: columns), in: line)
                } else if offset <= members.count {
                    let key = members[members.startIndex + offset - 1]
                    let tiers = shares.tiers(of: state.arrangement.service(of: key), state)
                    let view = InstanceRowView(
                        state: state, key: key, tiers: tiers, columns: columns, changes: changes)
                    canvas.draw(view, in: line)
                }
                if row == state.cursor.row { drawCursor(line, on: &canvas) }
                row += 1
            }
        }
    }

    private func drawCursor(_ line: Rect, on canvas: inout Canvas) {
        canvas.lay(canvas.theme[state.focus == .table ? .cursor : .cursorUnfocused], over: line)
        canvas.put("›", row: line.row, column: 0, style: canvas.theme[.cursor])
    }
}

/// The tiers of the services on the screen, made once for each picture.
private struct TierCache {
    private var known: [ServiceKey: RRsetTiers?] = [:]

    mutating func tiers(of service: ServiceKey, _ state: DashboardState) -> RRsetTiers? {
        if let tiers = known[service] { return tiers }
        let tiers = state.tiers(of: service)
        known[service] = tiers
        return tiers
    }
}
