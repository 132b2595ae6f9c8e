import ServiceCatalog

/// From an event to the record that it is about.
extension DashboardState {
    private static let mostMembers = 10_000

    /// Whether the record is among the rows; else the message line says why not.
    mutating func moveToRecord(of event: Event) -> Bool {
        let zones = arrangement.basis.zones
        guard let zone = zones.firstIndex(where: { $0.name == event.zone }),
            let service = zones[zone].catalog.service(named: event.service)
        else {
            message = Message("\(event.service) is not there any more", .warning)
            return false
        }
        guard let group = arrangement.group(of: service, zone: zone) else {
            message = Message("\(event.service) is hidden by the filter", .warning)
            return false
        }
        let catalog = zones[zone].catalog
        let members = arrangement.members(of: group)
        let offset = members.prefix(Self.mostMembers).firstIndex { catalog.title(of: $0) == event.instance }
            .map { $0 - members.startIndex + 1 }
        let isFolded = rows.memberCount(of: group) == 0
        move(to: rows.row(of: RowIndex.Place(group: group, offset: isFolded ? 0 : offset ?? 0)))
        if offset == nil { message = Message("\(event.instance) is not there any more", .warning) }
        return true
    }
}
