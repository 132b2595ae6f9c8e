import ServiceCatalog

/// Taking over a new order of rows.
extension DashboardState {
    /// Shows the rows in their new order, with the cursor on the record it was on and, where it can be, on the same line.
    mutating func install(_ arrangement: Arrangement) {
        let line = cursor.row - top
        let wasAtTop = top == 0
        widths.grow(to: arrangement.widths)
        self.arrangement = arrangement
        folds.number(in: arrangement.basis.zones)
        rows = RowIndex(arrangement, folds)
        relocateCursor()
        if !cursor.hasMoved || wasAtTop && cursor.row < pageHeight {
            top = 0
        } else {
            top = cursor.row - line
        }
        keepCursorVisible()
    }

    private mutating func relocateCursor() {
        guard rows.count > 0 else {
            cursor.row = 0
            return
        }
        let wish = wish ?? (cursor.hasMoved ? cursor : nil)
        self.wish = nil
        if let wish, let record = wish.record, let row = row(of: record, hint: wish.key?.instance) {
            putCursor(on: row)
        } else {
            putCursor(on: cursor.hasMoved ? min(cursor.row, rows.count - 1) : 0)
        }
    }

    mutating func putCursor(on row: Int) {
        cursor.row = row
        cursor.key = key(at: row)
        let record = cursor.key.map { RecordName($0, in: arrangement.basis.zones[$0.service.zone]) }
        if record != cursor.record { detailsTop = 0 }
        cursor.record = record
    }

    /// The row that shows a record now; that of its service, or near it, if the record is not shown.
    private func row(of record: RecordName, hint: InstanceID?) -> Int? {
        guard let service = record.service(in: arrangement.basis.zones),
            let group = arrangement.group(of: service.service, zone: service.zone)
        else { return nil }
        let header = rows.row(of: RowIndex.Place(group: group, offset: 0))
        guard let instance = record.instance, rows.memberCount(of: group) > 0 else { return header }
        let members = arrangement.members(of: group)
        let catalog = arrangement.basis.zones[service.zone].catalog
        guard let index = index(of: instance, hint: hint, among: members, in: catalog) else {
            return min(max(header, cursor.row), header + rows.memberCount(of: group))
        }
        return header + 1 + (index - members.startIndex)
    }

    /// - Parameter hint: the number that the record had when the cursor was put on it.
    private func index(
        of record: RecordName.Instance, hint: InstanceID?, among members: ArraySlice<InstanceID>, in catalog: Catalog
    ) -> Int? {
        if let hint, record.isSame(as: hint, in: catalog), let index = members.firstIndex(of: hint) { return index }
        for twin in catalog.instances(withTarget: record.target) where record.isSame(as: twin, in: catalog) {
            if let index = members.firstIndex(of: twin) { return index }
        }
        return nil
    }
}
