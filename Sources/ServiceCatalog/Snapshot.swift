import DNSCore

/// All that svctop knows at one moment: what the screen, `--json` and the exit code are made from.
///
/// A value that costs little to copy: the tables in it are shared with the monitor until either side writes.
package struct Snapshot: Sendable {
    package var at: Timestamp
    package var zones: [ZoneSnapshot]
    /// The latest events of all zones, oldest first; bounded.
    package var events: [Event]
    /// Events since the start, those no longer in `events` among them.
    package var eventCount: Int
    /// Probes that came back in the last second.
    package var probesPerSecond: Double

    package init(
        at: Timestamp, zones: [ZoneSnapshot] = [], events: [Event] = [], eventCount: Int = 0,
        probesPerSecond: Double = 0
    ) {
        self.at = at
        self.zones = zones
        self.events = events
        self.eventCount = eventCount
        self.probesPerSecond = probesPerSecond
    }

    /// Whether rows may be others than `before`, or may have another status.
    package func hasOtherRows(than before: Snapshot) -> Bool {
        zones.count != before.zones.count || zip(zones, before.zones).contains { $0.hasOtherRows(than: $1) }
    }

    /// Whether there is more to tell than measurements.
    package func hasNews(since before: Snapshot) -> Bool {
        hasOtherRows(than: before) || eventCount != before.eventCount
            || zip(zones, before.zones).contains { $0.freshness != $1.freshness }
    }

    /// Instances by status over all zones, as they are to be shown at `now`.
    package func counts(at now: Timestamp) -> StatusCounts {
        zones.reduce(StatusCounts()) { $0 + $1.counts(at: now) }
    }
}

/// One zone at one moment.
package struct ZoneSnapshot: Sendable {
    package var catalog: Catalog
    package var table: HealthTable
    package var freshness: ZoneFreshness
    /// Data older than this is not shown as verified.
    package var maximumAge: Duration
    /// Instances that are gone from the zone, with the time at which caches have let go.
    package var tombstones: [Tombstone]
    package var trails: TrailTable
    package var chronicle: Chronicle
    package var leases: LeaseTable
    package var peers: PeerTable
    package var holdings: HoldingTable
    /// Another one whenever records, statuses or tombstones have changed, the same while only measurements have: rows stay
    /// in their order. nil where that is not known.
    package var revision: UInt64?

    package struct Tombstone: Hashable, Sendable {
        package var instance: InstanceID
        package var service: ServiceID
        package var withdrawnAt: Timestamp
        package var clearsAt: Timestamp

        package init(instance: InstanceID, service: ServiceID, withdrawnAt: Timestamp, clearsAt: Timestamp) {
            self.instance = instance
            self.service = service
            self.withdrawnAt = withdrawnAt
            self.clearsAt = clearsAt
        }
    }

    package init(
        catalog: Catalog, table: HealthTable = HealthTable(), freshness: ZoneFreshness,
        maximumAge: Duration = .seconds(30), tombstones: [Tombstone] = [], trails: TrailTable = TrailTable(),
        chronicle: Chronicle = Chronicle(), leases: LeaseTable = LeaseTable(),
        peers: PeerTable = PeerTable(), holdings: HoldingTable = HoldingTable(), revision: UInt64? = nil
    ) {
        self.catalog = catalog
        self.table = table
        self.freshness = freshness
        self.maximumAge = maximumAge
        self.tombstones = tombstones
        self.trails = trails
        self.chronicle = chronicle
        self.leases = leases
        self.peers = peers
        self.holdings = holdings
        self.revision = revision
    }

    /// Whether rows may be others than `before`, or may have another status.
    package func hasOtherRows(than before: ZoneSnapshot) -> Bool { revision == nil || revision != before.revision }

    package var name: DomainName { catalog.apex }

    /// Whether the zone's own data is young enough for anything in it to count as verified.
    package func isCurrent(at now: Timestamp) -> Bool { freshness.isCurrent(at: now, maximumAge: maximumAge) }

    /// An instance's health as it may be shown: nothing is healthy in a zone that could not be read for too long.
    package func health(of instance: InstanceID, at now: Timestamp) -> Health {
        var health = table[instance]
        if health.status.needsFreshZone, !isCurrent(at: now) {
            health.status = .unknown
            health.reason = .zoneDataTooOld
        }
        return health
    }

    /// Why an instance is what it is, in words that fit a line; empty where there is nothing to say.
    package func reason(of instance: InstanceID, _ health: Health) -> String {
        if let word = holdings[instance]?.verified?.word, health.reason.isStandIns, !word.reason.isEmpty {
            return "\(health.reason): \(word.reason)"
        }
        guard let peer = peers.telling(instance) else { return health.reason.description }
        if let finding = peer.finding, finding.reason == health.reason { return finding.description }
        if health.reason == .wrongStatus, peer.evidence.httpStatus > 0 {
            return "HTTP status \(peer.evidence.httpStatus)"
        }
        return health.reason.description
    }

    package func worst(of service: ServiceID, at now: Timestamp) -> Status? {
        guard let worst = table.worst(of: service) else { return nil }
        return worst.needsFreshZone && !isCurrent(at: now) ? .unknown : worst
    }

    package func counts(at now: Timestamp) -> StatusCounts {
        guard !isCurrent(at: now) else { return table.counts }
        var counts = table.counts
        for status in Status.allCases where status.needsFreshZone {
            counts[.unknown] += counts[status]
            counts[status] = 0
        }
        return counts
    }
}

extension Reason {
    /// Whether a stand-in may have said more of it.
    fileprivate var isStandIns: Bool { self == .startFailed || self == .startsSuspended }
}

extension Status {
    /// Good news that holds only while the record is known to be still there.
    package var needsFreshZone: Bool { self == .up || self == .degraded || self == .dormant }
}
