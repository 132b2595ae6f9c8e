import Terminal

extension DashboardState {
    private static let rowsPerWheelStep = 3

    /// The key that a click on the key bar presses.
    func keyUnder(_ mouse: MouseEvent) -> Key? {
        let footer = layout.footer
        guard mouse.action == .press(.left), footer.contains(mouse.position), message == nil, focus == .table else {
            return nil
        }
        return KeyBar(self, width: footer.columns).hint(at: mouse.position.column - footer.column)?.press
    }

    mutating func take(_ mouse: MouseEvent) {
        switch mouse.action {
        case .wheelUp: turnWheel(by: -Self.rowsPerWheelStep)
        case .wheelDown: turnWheel(by: Self.rowsPerWheelStep)
        case .press(.left): click(mouse.position)
        case .press, .release, .drag: break
        }
    }

    /// Moves the rows under the cursor; the cursor only when it would leave the screen.
    private mutating func turnWheel(by step: Int) {
        schedule.keepCalm(from: now)
        top = max(0, min(top + step, rows.count - pageHeight))
        let visible = max(top, min(cursor.row, top + pageHeight - 1))
        if visible != cursor.row { move(to: visible) }
    }

    /// Takes the cursor there; on the fold mark, or a second time on a service, folds it.
    private mutating func click(_ position: Position) {
        let table = layout.table
        let row = top + position.row - table.row
        guard table.contains(position), row < rows.count else { return }
        let wasThere = cursor.row == row
        move(to: row)
        guard selection?.instance == nil else { return }
        if wasThere || position.column - table.column < Layout.gutter { toggleFold() }
    }
}
