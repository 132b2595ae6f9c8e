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
        let isUp = row < cursor.row
        putCursor(on: max(0, min(row, rows.count - 1)))
        cursor.hasMoved = true
        wish = nil
        keepCursorVisible()
        if isUp, top == cursor.row, rowOfHeader == top - 1, pageHeight > 1 { top -= 1 }
        if cursorBeforeFilter != nil { cursorBeforeFilter = placedCursor }
        extendRange()
    }

    /// The same from further away: the group's own row comes into view, too.
    mutating func jump(to row: Int) {
        move(to: row)
        keepHeaderVisible()
        if cursorBeforeFilter != nil { cursorBeforeFilter = placedCursor }
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

    /// Shows the row of the cursor's group, if there is room for it and what lies between.
    mutating func keepHeaderVisible() {
        guard let header = rowOfHeader, header < top, cursor.row - header < pageHeight else { return }
        top = header
    }

    private var rowOfHeader: Int? {
        guard rows.count > 0, arrangement.order.grouping.hasHeaders else { return nil }
        return cursor.row - rows.place(of: cursor.row).offset
    }

    var placedCursor: PlacedCursor { PlacedCursor(cursor: cursor, line: cursor.row - top) }
}

/// Folding.
extension DashboardState {
    mutating func toggleFold() {
        guard let key = selection?.group else { return }
        setFold(!folds.contains(key))
    }

    /// From an instance to its group; a group is folded.
    mutating func collapse() {
        guard let key = selection, arrangement.order.grouping.hasHeaders else { return }
        if key.instance == nil {
            setFold(true)
        } else {
            move(by: -rows.place(of: cursor.row).offset)
        }
    }

    /// Unfolds a group; from one that is unfolded to its first instance.
    mutating func expand() {
        guard let key = selection?.group else { return }
        if folds.contains(key) { setFold(false) } else { move(by: 1) }
    }

    private mutating func setFold(_ isFolded: Bool) {
        guard let key = selection?.group else { return }
        let place = rows.place(of: cursor.row)
        folds.set(key, in: arrangement, folded: isFolded)
        rows.setMemberCount(of: place.group, to: isFolded ? 0 : Int(arrangement.groups[place.group].count))
        tallyMarks()
        move(to: cursor.row)
    }

    mutating func foldAll(_ isFolded: Bool) {
        folds.setAll(folded: isFolded)
        guard rows.count > 0, arrangement.order.grouping.hasHeaders else { return }
        let line = cursor.row - top
        let place = rows.place(of: cursor.row)
        rows = RowIndex(arrangement, folds)
        tallyMarks()
        let row = rows.row(of: RowIndex.Place(group: place.group, offset: isFolded ? 0 : place.offset))
        top = row - line
        move(to: row)
    }
}
