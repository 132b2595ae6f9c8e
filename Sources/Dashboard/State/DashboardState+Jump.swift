import DNSCore
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
            message = Message("\(event.service.withoutFinalDot) is not there any more", .warning)
            return false
        }
        let catalog = zones[zone].catalog
        let instance = catalog.instances(of: service, first: Self.mostMembers)
            .first { catalog.title(of: $0) == event.instance }
        guard let instance else {
            message = Message("\(event.instance) is not there any more", .warning)
            return false
        }
        guard let row = row(of: InstanceKey(zone: zone, instance: instance)) else {
            message = Message("\(event.instance) is hidden by the filter", .warning)
            return false
        }
        jump(to: row)
        return true
    }
}
