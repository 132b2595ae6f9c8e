import ServiceCatalog

/// Taking over a new order of rows.
extension DashboardState {
    /// Shows the rows in their new order, with the cursor on the record it was on and, where it can be, on the same line.
    mutating func install(_ arrangement: Arrangement) {
        let old = self.arrangement
        let line = cursor.row - top
        let wasAtTop = top == 0
        widths.grow(to: arrangement.widths)
        self.arrangement = arrangement
        rows = RowIndex(arrangement, folds)
        relocateCursor(since: old)
        if !cursor.hasMoved || wasAtTop && cursor.row < pageHeight {
            top = 0
        } else {
            top = cursor.row - line
        }
        keepCursorVisible()
    }

    private mutating func relocateCursor(since old: Arrangement) {
        guard rows.count > 0 else {
            cursor.row = 0
            return
        }
        let wanted = wishedKey ?? (cursor.hasMoved ? cursor.key : nil)
        wishedKey = nil
        if let wanted, let row = row(of: wanted, since: old) {
            cursor.row = row
        } else {
            cursor.row = cursor.hasMoved ? min(cursor.row, rows.count - 1) : 0
        }
        cursor.key = key(at: cursor.row)
    }

    /// The row that shows a record now; that of its service, or near it, if the record is not shown.
    private func row(of key: RowKey, since old: Arrangement) -> Int? {
        guard let service = translate(key.service, since: old),
            let group = arrangement.group(of: service.service, zone: service.zone)
        else { return nil }
        let header = rows.row(of: RowIndex.Place(group: group, offset: 0))
        guard let instance = key.instance, rows.memberCount(of: group) > 0 else { return header }
        let members = arrangement.members(of: group)
        guard let index = index(of: instance, among: members, zone: service.zone, since: old) else {
            return min(max(header, cursor.row), header + rows.memberCount(of: group))
        }
        return header + 1 + (index - members.startIndex)
    }

    /// The same service in the zones as they are now.
    private func translate(_ key: ServiceKey, since old: Arrangement) -> ServiceKey? {
        guard old.basis.zones.indices.contains(key.zone) else { return nil }
        let before = old.basis.zones[key.zone]
        var zone = key.zone
        if zone >= arrangement.basis.zones.count || arrangement.basis.zones[zone].name != before.name {
            guard let moved = arrangement.basis.zones.firstIndex(where: { $0.name == before.name }) else { return nil }
            zone = moved
        }
        let catalog = arrangement.basis.zones[zone].catalog
        if before.catalog.isSame(key.service, in: catalog) { return ServiceKey(zone: zone, service: key.service) }
        return catalog.service(named: before.catalog.name(of: key.service)).map { ServiceKey(zone: zone, service: $0) }
    }

    /// The record itself, or the one that has come in its place: the same owner, target and port with another priority,
    /// weight or TTL.
    private func index(
        of instance: InstanceID, among members: ArraySlice<InstanceID>, zone: Int, since old: Arrangement
    ) -> Int? {
        guard let zoneBefore = old.basis.zones.first(where: { $0.name == arrangement.basis.zones[zone].name }) else {
            return nil
        }
        let before = zoneBefore.catalog
        let now = arrangement.basis.zones[zone].catalog
        if before.isSame(instance, in: now), let index = members.firstIndex(of: instance) { return index }
        return members.firstIndex { before.isSame(instance, as: $0, in: now) }
    }
}
