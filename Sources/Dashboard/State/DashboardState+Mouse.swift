import ServiceCatalog
import Terminal

/// A press of the mouse's button on a row.
struct Click: Hashable, Sendable {
    var row: RowKey
    var at: Timestamp
}

extension DashboardState {
    private static let rowsPerWheelStep = 3
    /// Two clicks on a record within this are one double click.
    private static let doubleClick = Duration.milliseconds(400)

    /// The key that a click on the key bar presses.
    func keyUnder(_ mouse: MouseEvent) -> Key? {
        let footer = layout.footer
        guard mouse.action == .press(.left), footer.contains(mouse.position), message == nil, focus == .table else {
            return nil
        }
        return KeyBar(self, width: footer.columns).hint(at: mouse.position.column - footer.column)?.press
    }

    mutating func take(_ mouse: MouseEvent) -> [Effect] {
        switch mouse.action {
        case .wheelUp: turnWheel(by: -Self.rowsPerWheelStep)
        case .wheelDown: turnWheel(by: Self.rowsPerWheelStep)
        case .press(.left): return click(mouse.position)
        case .press, .release, .drag: break
        }
        return []
    }

    /// Moves the rows under the cursor; the cursor only when it would leave the screen.
    private mutating func turnWheel(by step: Int) {
        schedule.keepCalm(from: now)
        top = max(0, min(top + step, rows.count - pageHeight))
        let visible = max(top, min(cursor.row, top + pageHeight - 1))
        if visible != cursor.row { move(to: visible) }
    }

    private mutating func click(_ position: Position) -> [Effect] {
        if layout.table.contains(position) {
            clickRow(top + position.row - layout.table.row, column: position.column - layout.table.column)
        } else if layout.columnTitles.contains(position) {
            guard let column = columnLayout.column(at: position.column - layout.columnTitles.column) else { return [] }
            return sortOrInvert(by: column)
        } else if layout.zones.contains(position), snapshot.zones.count > 1 {
            let line = ZoneLines(of: self).lines[position.row - layout.zones.row]
            if case .zone(let index) = line { showZone(index == zoneAloneIndex ? nil : index) } else { showZone(nil) }
        }
        return []
    }

    /// Takes the cursor there; on the fold mark, or a second time on a group, folds it; twice on a record shows it in full.
    private mutating func clickRow(_ row: Int, column: Int) {
        guard row < rows.count else { return }
        let wasThere = cursor.row == row
        move(to: row)
        guard let selection else { return }
        let click = Click(row: selection, at: now)
        let isDouble = lastClick.map { $0.row == click.row && now.duration(since: $0.at) <= Self.doubleClick } ?? false
        lastClick = isDouble ? nil : click
        if selection.instance != nil {
            if isDouble { enter() }
        } else if wasThere || column < Layout.gutter(layout.table.columns) {
            toggleFold()
        }
    }
}
