import DNSCore

/// Where a zone's data came from, how old it is, and what is wrong with getting more.
package struct ZoneFreshness: Hashable, Sendable {
    /// How the data that is shown was learnt.
    package enum Method: String, Hashable, Sendable {
        case axfr = "AXFR"
        case ixfr = "IXFR"
        /// Name by name, since the server refuses transfers.
        case queries = "SRV queries"
    }

    /// The server asked last, as the user wrote it.
    package var server: String
    package var serial: Serial?
    package var method: Method?
    /// Changes that the last IXFR brought.
    package var changes: Int
    /// When the data itself last arrived.
    package var learntAt: Timestamp?
    /// When the server last said that it is still the newest.
    package var confirmedAt: Timestamp?
    /// Whether a NOTIFY has come from the server: then news needs no waiting for the next poll.
    package var notified: Bool
    /// What keeps the data from being current, in words, since when; nil when all is well.
    package var problem: Problem?
    /// Something the user should know that keeps nothing from being current.
    package var notice: String?
    /// A transfer that is running.
    package var progress: LoadProgress?
    package var replicas: [Replica]
    package var key: String?

    package struct Problem: Hashable, Sendable {
        package var text: String
        package var since: Timestamp
        /// When it will be tried again.
        package var retryAt: Timestamp?

        package init(text: String, since: Timestamp, retryAt: Timestamp? = nil) {
            self.text = text
            self.since = since
            self.retryAt = retryAt
        }
    }

    package init(server: String, key: String? = nil) {
        self.server = server
        self.key = key
        changes = 0
        notified = false
        replicas = []
    }

    /// Data that was not confirmed for longer than this is not shown as verified.
    package func isCurrent(at now: Timestamp, maximumAge: Duration) -> Bool {
        guard let confirmedAt else { return false }
        return now.duration(since: confirmedAt) <= maximumAge
    }
}

/// How far a running transfer is.
package struct LoadProgress: Hashable, Sendable {
    package var records: Int
    package var bytes: Int
    package var startedAt: Timestamp
    /// Records of the last transfer of this zone, to guess the end by; 0 when unknown.
    package var expectedRecords: Int

    package init(records: Int, bytes: Int, startedAt: Timestamp, expectedRecords: Int = 0) {
        self.records = records
        self.bytes = bytes
        self.startedAt = startedAt
        self.expectedRecords = expectedRecords
    }
}

/// Another server of the same zone.
package struct Replica: Hashable, Sendable {
    package var server: String
    package var serial: Serial?
    /// Serials behind the primary; nil while either is unknown.
    package var lag: UInt32?
    /// Since when it has been behind.
    package var behindSince: Timestamp?
    package var problem: String?
    package var askedAt: Timestamp?

    package init(server: String) { self.server = server }
}
