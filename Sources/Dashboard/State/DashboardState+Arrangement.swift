import ServiceCatalog

/// Taking over a new order of rows.
extension DashboardState {
    /// Shows the rows in their new order, with the cursor on the record it was on and, where it can be, on the same line.
    mutating func install(_ arrangement: Arrangement) {
        let wish = self.wish
        let line = cursor.row - top
        let wasAtTop = top == 0
        let old = self.arrangement
        let wasShowing = (old.order.grouping, old.zone)
        let first = isGroupGone(in: arrangement) ? firstMember : nil
        if wasShowing == (arrangement.order.grouping, arrangement.zone) {
            widths.grow(to: arrangement.widths)
        } else {
            widths = arrangement.widths
        }
        self.arrangement = arrangement
        takeFolds()
        marks.renumber(from: old.basis.zones, to: arrangement.basis.zones)
        markRange?.before.renumber(from: old.basis.zones, to: arrangement.basis.zones)
        relocateCursor(first)
        // What lies between the first row and the cursor is now something else.
        if markRange != nil { markRange = MarkRange(firstRow: cursor.row, before: marks) }
        tallyMarks()
        if !cursor.hasMoved {
            top = 0
        } else if let line = wish?.line {
            top = cursor.row - line
        } else {
            top = wasAtTop && cursor.row < pageHeight ? 0 : cursor.row - line
        }
        keepCursorVisible()
        if let wish, wish.line == nil { keepHeaderVisible() }
    }

    /// The index was made with the rows, unless something has been folded meanwhile.
    private mutating func takeFolds() {
        if folds.revision == arrangement.folds.revision {
            folds = arrangement.folds
            rows = arrangement.rows
        } else {
            folds.number(in: arrangement)
            rows = RowIndex(arrangement, folds)
        }
    }

    /// Whether the cursor is on the row of a group of which there is none any more, since rows are grouped by something else.
    private func isGroupGone(in arrangement: Arrangement) -> Bool {
        selection?.group != nil && arrangement.order.grouping != self.arrangement.order.grouping && cursor.hasMoved
    }

    /// The first member of the group under the cursor.
    private var firstMember: RecordName? {
        let group = rows.place(of: cursor.row).group
        return arrangement.members(of: group).first.map { RecordName($0, in: arrangement.basis.zones) }
    }

    /// - Parameter first: in whose new group the cursor is to be, if that is not nil.
    private mutating func relocateCursor(_ first: RecordName?) {
        guard rows.count > 0 else {
            cursor.row = 0
            return
        }
        let wish = wish?.cursor ?? (cursor.hasMoved ? cursor : nil)
        self.wish = nil
        if let first, let key = first.key(in: arrangement.basis.zones, hint: nil), let row = row(of: key) {
            putCursor(on: arrangement.order.grouping.hasHeaders ? row - rows.place(of: row).offset : row)
        } else if let wish, let row = row(of: wish) {
            putCursor(on: row)
        } else {
            putCursor(on: cursor.hasMoved ? min(cursor.row, rows.count - 1) : 0)
        }
    }

    mutating func putCursor(on row: Int) {
        let key = key(at: row)
        cursor.row = row
        let record = key?.instance.map { RecordName($0, in: arrangement.basis.zones) }
        let group = key.map { arrangement.name(of: $0.group ?? arrangement.groups[rows.place(of: row).group].key) }
        if record != cursor.record || group != cursor.group { detailsTop = 0 }
        cursor.key = key
        cursor.group = group
        cursor.record = record
    }

    /// The row that shows now what the cursor was on; that of its group, or near it, if the record is not shown.
    private func row(of cursor: Cursor) -> Int? {
        if let record = cursor.record,
            let key = record.key(in: arrangement.basis.zones, hint: cursor.key?.instance), let row = row(of: key)
        {
            return row
        }
        guard let name = cursor.group, let group = arrangement.group(named: name) else { return nil }
        let header = rows.row(of: RowIndex.Place(group: group, offset: rows.offsets(of: group).lowerBound))
        guard cursor.record != nil, rows.memberCount(of: group) > 0 else { return header }
        return min(
            max(header, self.cursor.row),
            rows.row(of: RowIndex.Place(group: group, offset: 0)) + rows.memberCount(of: group))
    }

    /// An instance's row, or that of its group while it is folded.
    func row(of key: InstanceKey) -> Int? {
        guard let group = arrangement.group(with: arrangement.groupKey(of: key)) else { return nil }
        let members = arrangement.members(of: group)
        guard let index = members.firstIndex(of: key) else { return nil }
        let isHidden = rows.memberCount(of: group) == 0
        let offset = isHidden ? 0 : 1 + index - members.startIndex
        return rows.row(of: RowIndex.Place(group: group, offset: offset))
    }
}
