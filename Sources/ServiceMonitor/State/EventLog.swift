import ServiceCatalog

/// The latest events, bounded, and how many there have been.
struct EventLog {
    private(set) var latest: [Event] = []
    private(set) var count = 0
    let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Begins with what happened before the start.
    mutating func recall(_ earlier: [Event]) {
        latest = earlier.suffix(limit) + latest
        count += min(earlier.count, limit)
    }

    mutating func append(_ event: Event) {
        latest.append(event)
        count += 1
        // Trimmed in halves, so that appending stays cheap.
        if latest.count > limit * 2 { latest.removeFirst(latest.count - limit) }
    }
}
