import ServiceCatalog

/// Finds out which instances lie on the same host, also across zones that call it by numbers of their own.
struct TargetHosts {
    private let zones: [ZoneSnapshot]
    /// The hosts in the order in which they came up.
    private(set) var keys: [GroupKey] = []
    /// What other zones call a host.
    private(set) var aliases: [GroupKey: GroupKey] = [:]
    /// The last host with a hash, and for each host the one before it with the same.
    private var last: [UInt32: Int] = [:]
    private var previous: [Int32] = []

    init(_ zones: [ZoneSnapshot]) { self.zones = zones }

    /// The host's place in `keys`.
    mutating func place(of member: InstanceKey) -> Int {
        let catalog = zones[member.zone].catalog
        let target = catalog.targetID(of: member.instance)
        let hash = catalog.hash(of: target)
        var candidate = last[hash] ?? -1
        while candidate >= 0 {
            let key = keys[candidate]
            if key.zone == member.zone ? key.target == target : isSame(target, member.zone, as: key) {
                if key.zone != member.zone { aliases[GroupKey(target, zone: member.zone)] = key }
                return candidate
            }
            candidate = Int(previous[candidate])
        }
        previous.append(Int32(clamping: last[hash] ?? -1))
        last[hash] = keys.count
        keys.append(GroupKey(target, zone: member.zone))
        return keys.count - 1
    }

    private func isSame(_ target: TargetID, _ zone: Int, as key: GroupKey) -> Bool {
        zones[zone].catalog.isSame(target, as: key.target, in: zones[key.zone].catalog)
    }
}
