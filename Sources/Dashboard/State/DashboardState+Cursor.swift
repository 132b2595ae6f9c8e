import ServiceCatalog
import Terminal

/// Moving through the rows.
extension DashboardState {
    /// Rows that the table has room for.
    var pageHeight: Int { max(1, layout.table.rows) }

    mutating func move(by step: Int) { move(to: cursor.row + step) }

    mutating func move(to row: Int) {
        schedule.keepCalm(from: now)
        guard rows.count > 0 else { return }
        putCursor(on: max(0, min(row, rows.count - 1)))
        cursor.hasMoved = true
        wish = nil
        keepCursorVisible()
    }

    /// Moves rows and cursor alike, so that the cursor keeps its place on the screen.
    mutating func scroll(by step: Int) {
        top = max(0, min(top + step, rows.count - pageHeight))
        move(by: step)
    }

    /// Shows as many rows as there is room for, the cursor's among them.
    mutating func keepCursorVisible() {
        let height = pageHeight
        top = max(0, min(top, rows.count - height))
        top = max(min(top, cursor.row), cursor.row - height + 1)
    }
}

/// Folding.
extension DashboardState {
    mutating func toggleFold() {
        guard let key = selection else { return }
        setFold(!folds.contains(key.service))
    }

    /// From an instance to its service; a service is folded.
    mutating func collapse() {
        guard let key = selection else { return }
        if key.instance == nil {
            setFold(true)
        } else {
            let place = rows.place(of: cursor.row)
            move(to: cursor.row - place.offset)
        }
    }

    /// Unfolds a service; from one that is unfolded to its first instance.
    mutating func expand() {
        guard let key = selection, key.instance == nil else { return }
        if folds.contains(key.service) { setFold(false) } else { move(by: 1) }
    }

    private mutating func setFold(_ isFolded: Bool) {
        guard let key = selection else { return }
        let place = rows.place(of: cursor.row)
        folds.set(key.service, in: arrangement.basis.zones[key.service.zone], folded: isFolded)
        rows.setMemberCount(of: place.group, to: isFolded ? 0 : Int(arrangement.groups[place.group].count))
        move(to: cursor.row - place.offset)
    }

    mutating func foldAll(_ isFolded: Bool) {
        folds.setAll(folded: isFolded)
        guard rows.count > 0 else { return }
        let line = cursor.row - top
        let place = rows.place(of: cursor.row)
        rows = RowIndex(arrangement, folds)
        let row = rows.row(of: RowIndex.Place(group: place.group, offset: isFolded ? 0 : place.offset))
        top = row - line
        move(to: row)
    }
}
