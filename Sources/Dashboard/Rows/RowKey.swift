import DNSCore
import ServiceCatalog

/// A service on the screen: the zone's place among the zones, and its number in that zone.
struct ServiceKey: Hashable, Sendable {
    var zone: Int
    var service: ServiceID
}

/// An instance on the screen, in as few bytes as a list of a million wants.
struct InstanceKey: Hashable, Sendable {
    var instance: InstanceID
    private var zoneNumber: UInt16

    init(zone: Int, instance: InstanceID) {
        self.instance = instance
        zoneNumber = UInt16(clamping: zone)
    }

    /// The zone's place among the zones.
    var zone: Int { Int(zoneNumber) }
}

/// A group on the screen, by numbers that mean something with the grouping and the zones it was made for.
struct GroupKey: Hashable, Sendable {
    private var number: UInt32 = 0
    private var zoneNumber: UInt16 = 0
    private(set) var priority: UInt16 = 0

    static let all = GroupKey()

    private init() {}

    init(_ service: ServiceKey, priority: UInt16 = 0) {
        number = service.service.rawValue
        zoneNumber = UInt16(clamping: service.zone)
        self.priority = priority
    }

    init(_ status: Status) { number = UInt32(status.rawValue) }

    init(_ target: TargetID, zone: Int) {
        number = target.rawValue
        zoneNumber = UInt16(clamping: zone)
    }

    /// Where the numbers are from; without meaning for a status.
    var zone: Int { Int(zoneNumber) }
    var service: ServiceKey { ServiceKey(zone: zone, service: ServiceID(rawValue: number)) }
    var target: TargetID { TargetID(rawValue: number) }
    var status: Status { UInt8(exactly: number).flatMap(Status.init(rawValue:)) ?? .unknown }
}

/// A row by what it shows.
enum RowKey: Hashable, Sendable {
    case group(GroupKey)
    case instance(InstanceKey)

    var instance: InstanceKey? { if case .instance(let key) = self { key } else { nil } }
    var group: GroupKey? { if case .group(let key) = self { key } else { nil } }
}
