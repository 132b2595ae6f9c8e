/// What an `UpdateQueue` keeps to.
package struct UpdateSettings: Hashable, Sendable {
    package var limits = ZoneLimits()
    package var leases = LeasePolicy()
    /// Updates that may wait; more are turned away.
    package var mostWaiting = 4096
    /// Updates in one transaction.
    package var mostTogether = 256

    package init() {}
}
