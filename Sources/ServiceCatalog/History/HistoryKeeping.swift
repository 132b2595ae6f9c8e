import DNSCore

/// What the monitor has to tell.
package struct HistoryNews: Sendable {
    package var events: [Event]
    package var changes: [StatusChange]
    /// Instances that a zone no longer holds: nothing more is to be known of them.
    package var gone: [InstanceIdentity]
    /// Until when zones have been looked at without a break.
    package var watched: [DomainName: Timestamp]

    package init(
        events: [Event] = [], changes: [StatusChange] = [], gone: [InstanceIdentity] = [],
        watched: [DomainName: Timestamp] = [:]
    ) {
        self.events = events
        self.changes = changes
        self.gone = gone
        self.watched = watched
    }

    package var isEmpty: Bool { events.isEmpty && changes.isEmpty && gone.isEmpty && watched.isEmpty }
}

/// What is known of zones from before the start.
package struct Recollection: Sendable {
    /// The latest, oldest first.
    package var events: [Event]
    /// The latest, oldest first.
    package var changes: [StatusChange]
    package var outages: [Outage]
    /// Until when somebody had looked at a zone.
    package var watched: [DomainName: Timestamp]

    package init(
        events: [Event] = [], changes: [StatusChange] = [], outages: [Outage] = [],
        watched: [DomainName: Timestamp] = [:]
    ) {
        self.events = events
        self.changes = changes
        self.outages = outages
        self.watched = watched
    }
}

/// Where what happens is kept beyond the end of the program.
package protocol HistoryKeeping: Sendable {
    /// Takes news. Never waits: what there is no room for is dropped, and counted.
    func note(_ news: HistoryNews)
    /// What is known of these zones. Nothing where it cannot be read: a monitor works without.
    /// - Parameter limit: so many events, and so many changes.
    func recall(_ zones: [DomainName], limit: Int) async -> Recollection
}
