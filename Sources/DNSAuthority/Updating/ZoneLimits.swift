/// How large a zone may become. What exceeds a limit already may shrink, and not grow.
package struct ZoneLimits: Hashable, Sendable {
    package var mostRecords: Int
    /// Without compression, owners included.
    package var mostBytes: Int
    /// Of all records of one type at one name: with more, no answer could hold them.
    package var mostRRsetBytes: Int
    /// At and below the name that a key owns.
    package var mostNamesPerKey: Int

    package init(
        mostRecords: Int = 5_000_000, mostBytes: Int = 1_000_000_000, mostRRsetBytes: Int = 60_000,
        mostNamesPerKey: Int = 10_000
    ) {
        self.mostRecords = mostRecords
        self.mostBytes = mostBytes
        self.mostRRsetBytes = mostRRsetBytes
        self.mostNamesPerKey = mostNamesPerKey
    }
}
