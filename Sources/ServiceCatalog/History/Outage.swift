/// An instance that was down when it was last looked at, and since when it had been.
package struct Outage: Hashable, Sendable {
    package var instance: InstanceIdentity
    /// Of the last probe.
    package var reason: Reason
    package var since: Timestamp

    package init(_ instance: InstanceIdentity, reason: Reason, since: Timestamp) {
        self.instance = instance
        self.reason = reason
        self.since = since
    }
}

extension Status {
    /// Whether an instance with this status is out of order for as long as it has it.
    package var isOutage: Bool { self == .down || self == .stale }

    /// Whether what was down no longer is: where nothing is known for sure, it still counts as down.
    package var endsOutage: Bool { !isOutage && self != .suspect && self != .unknown }
}
