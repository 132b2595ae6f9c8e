/// How updates have fared since the start.
package struct UpdateStatistics: Hashable, Sendable {
    /// Those that have changed a zone or a lease.
    package var carriedOut = 0
    /// Those after which everything was as before.
    package var unchanged = 0
    package var refused = 0
    /// Those that could not be written.
    package var failed = 0
    /// Those that were not taken because too many waited.
    package var turnedAway = 0
    /// Records that have gone because nobody renewed them.
    package var leasesEnded = 0
    /// Transactions, and the most updates in one.
    package var groups = 0
    package var largestGroup = 0
    /// What the last transaction that failed said.
    package var lastFailure: String?

    package init() {}
}
