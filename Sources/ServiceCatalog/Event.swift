import DNSCore

/// Something that happened to an instance, as the event log tells it.
package struct Event: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case registered
        /// The record is the same but for what is named: TTL, TXT, priority, weight or addresses.
        case changed(String)
        case withdrawn
        case suspect
        case down
        /// Someone else answers in its place: who, and who should.
        case impostor(String)
        case recovered
        /// Clients go elsewhere: who served before, who does now, with each one's share.
        case failover(Failover)
        /// A service that a stand-in held runs: what started it.
        case started(String)
        /// It has ended, and its stand-in listens again.
        case stopped(String)
        case startFailed(String)
        /// It has failed to start so often that nothing is tried for a while.
        case suspended(String)
    }

    package var at: Timestamp
    package var zone: DomainName
    /// The zone's serial when it happened.
    package var serial: Serial?
    package var kind: Kind
    /// The SRV owner name, or for DNS-SD the name that is browsed.
    package var service: DomainName
    /// What the instance is called on the screen: `host:port`, or the DNS-SD instance's label.
    package var instance: String
    package var reason: Reason

    package init(
        at: Timestamp, zone: DomainName, serial: Serial?, kind: Kind, service: DomainName, instance: String,
        reason: Reason
    ) {
        self.at = at
        self.zone = zone
        self.serial = serial
        self.kind = kind
        self.service = service
        self.instance = instance
        self.reason = reason
    }
}

/// How a service's load moved between instances or tiers.
package struct Failover: Hashable, Sendable {
    package struct Server: Hashable, Sendable {
        package var instance: String
        package var priority: UInt16
        /// 0 to 1, of all clients of the service.
        package var share: Double

        package init(instance: String, priority: UInt16, share: Double) {
            self.instance = instance
            self.priority = priority
            self.share = share
        }
    }

    /// Instances with a share, largest first; at most eight of each.
    package var before: [Server]
    package var after: [Server]

    package init(before: [Server], after: [Server]) {
        self.before = before
        self.after = after
    }

    /// Whether the load left one tier for another.
    package var changedTier: Bool { before.first?.priority != after.first?.priority }
}

extension Event.Kind {
    /// What came with it, in words of somebody else's; nil for a kind that has none.
    package var detail: String? {
        switch self {
        case .changed(let what), .impostor(let what), .started(let what), .stopped(let what), .startFailed(let what),
            .suspended(let what):
            what
        case .registered, .withdrawn, .suspect, .down, .recovered, .failover: nil
        }
    }

    /// One word, the same on the screen, in `watch --json` and in the log.
    package var name: String {
        switch self {
        case .registered: "registered"
        case .changed: "changed"
        case .withdrawn: "withdrawn"
        case .suspect: "suspect"
        case .down: "down"
        case .impostor: "impostor"
        case .recovered: "recovered"
        case .failover: "failover"
        case .started: "started"
        case .stopped: "stopped"
        case .startFailed: "failed"
        case .suspended: "suspended"
        }
    }
}
