import DNSCore

/// An instance's way from one status to another, where one of the two is a problem.
package struct StatusChange: Hashable, Sendable {
    package var at: Timestamp
    package var instance: InstanceIdentity
    /// The SRV owner name, or for DNS-SD the name that is browsed.
    package var service: DomainName
    /// What the instance is called on the screen.
    package var title: String
    package var from: Status
    package var to: Status
    package var reason: Reason
    /// Since when it has been what it is now; for one that is down, from before the last start if need be.
    package var since: Timestamp

    package init(
        at: Timestamp, instance: InstanceIdentity, service: DomainName, title: String, from: Status, to: Status,
        reason: Reason, since: Timestamp
    ) {
        self.at = at
        self.instance = instance
        self.service = service
        self.title = title
        self.from = from
        self.to = to
        self.reason = reason
        self.since = since
    }
}
