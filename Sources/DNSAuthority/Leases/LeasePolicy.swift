import DNSCore

/// For how long a zone lets records stay that are not renewed. Seconds.
package struct LeasePolicy: Hashable, Sendable {
    package var least: UInt32
    package var most: UInt32
    /// Of KEY records.
    package var mostOfKeys: UInt32
    /// After its start the server lets nothing go for so long that was granted before: while it was away, nobody could renew
    /// anything.
    package var grace: UInt32

    package init(least: UInt32 = 30, most: UInt32 = 7200, mostOfKeys: UInt32 = 604_800, grace: UInt32 = 60) {
        self.least = least
        self.most = max(least, most)
        self.mostOfKeys = max(least, mostOfKeys)
        self.grace = grace
    }

    /// What is granted to one who asks.
    package func granted(_ wanted: LeaseOption) -> LeaseOption {
        LeaseOption(
            lease: min(max(wanted.lease, least), most),
            keyLease: wanted.keyLease.map { min(max($0, least), mostOfKeys) })
    }
}
