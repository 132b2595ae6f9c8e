import DNSCore

/// A zone with its leases: as it is on disk, and as it will be when what has been carried out since is, too.
struct ServedZone: Sendable {
    private(set) var zone: Zone
    private(set) var leaseZone: LeaseZone?
    private(set) var leases: LeaseTable
    private var changes: [ZoneChange] = []
    /// As it is on disk.
    private var settled: (zone: Zone, leaseZone: LeaseZone?)

    init(_ stored: StoredZone) {
        zone = stored.zone
        leases = LeaseTable(stored.leases)
        leaseZone = LeaseZone(of: zone.contents, leases, serial: stored.leaseSerial)
        settled = (zone, leaseZone)
    }

    /// - Returns: the change that it has made to the zone.
    @discardableResult
    mutating func carryOut(
        _ request: UpdateRequest, permission: UpdatePermission, limits: ZoneLimits, grant: LeaseGrant?
    ) throws(UpdateRefusal) -> ZoneChange? {
        let change = try UpdateProcessor(request, permission: permission, limits: limits).run(on: &zone.contents)
        leases.follow(request.changes, granting: grant, in: zone.contents)
        if let change {
            zone.history.append(change)
            changes.append(change)
        }
        return change
    }

    /// What has to be written; nil for nothing.
    mutating func pending() -> ZoneCommit? {
        var commit = ZoneCommit(zone.apex)
        commit.changes = changes
        commit.leases = leases.differences
        guard !commit.isEmpty else { return nil }
        commit.historyCount = zone.history.count
        for record in changes.lazy.flatMap({ $0.deletions + $0.additions }) {
            let key = ZoneCommit.RRsetKey(owner: record.name, type: record.type)
            commit.rrsets.updateValue(zone.contents.rrset(record.type, at: record.name), forKey: key)
        }
        if !commit.leases.isEmpty, let serial = settled.leaseZone?.zone.contents.serial {
            commit.leaseSerial = serial.successor
            leaseZone?.follow(leases.before.keys, leases, serial: serial.successor)
        }
        return commit
    }

    /// What was pending is on disk.
    mutating func settle() {
        changes = []
        leases.settle()
        settled = (zone, leaseZone)
    }

    /// What was pending could not be written.
    mutating func rollBack() {
        changes = []
        leases.rollBack()
        (zone, leaseZone) = settled
    }
}
