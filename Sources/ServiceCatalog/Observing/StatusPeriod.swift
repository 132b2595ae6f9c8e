/// What an instance's status was, from a moment on until the next one's.
package struct StatusPeriod: Hashable, Sendable {
    package var status: Status
    package var since: Timestamp

    package init(_ status: Status, since: Timestamp) {
        self.status = status
        self.since = since
    }
}

/// An instance that is gone from its zone and from caches, kept for the picture of who served when.
package struct DepartedInstance: Hashable, Sendable {
    package var service: ServiceID
    /// What it was called on the screen.
    package var title: String
    package var priority: UInt16
    package var weight: UInt16
    /// Oldest first, the last of them `withdrawn`.
    package var periods: [StatusPeriod]

    package init(
        service: ServiceID, title: String, priority: UInt16, weight: UInt16, periods: [StatusPeriod]
    ) {
        self.service = service
        self.title = title
        self.priority = priority
        self.weight = weight
        self.periods = periods
    }
}
