import ServiceCatalog

/// When the next picture may be drawn.
struct FramePacer {
    enum Urgency: Comparable {
        /// The terminal has been asked for its background: the first picture waits a little for that.
        case answer
        /// Something was measured again: that need not be seen before the next age changes.
        case measurement
        /// The world has changed: thirty pictures a second are enough.
        case news
        /// The user waits for it. Only where keys come faster than a terminal can draw are some pictures left out.
        case input

        var interval: Duration {
            switch self {
            case .answer: .milliseconds(50)
            case .measurement: .seconds(1)
            case .news: .milliseconds(33)
            case .input: .milliseconds(5)
            }
        }
    }

    private var lastDrawn: Timestamp?
    /// What a picture that is not drawn yet waits for.
    private var due: Timestamp?

    /// How long to wait with a picture; nil where one is waited for that comes as early.
    mutating func delay(for urgency: Urgency, at now: Timestamp) -> Duration? {
        let start = urgency == .answer ? lastDrawn ?? now : lastDrawn
        let earliest = start.map { $0.advanced(by: urgency.interval) } ?? now
        let time = max(earliest, now)
        if let due, due <= time { return nil }
        due = time
        return time.duration(since: now)
    }

    mutating func drew(at now: Timestamp) {
        lastDrawn = now
        due = nil
    }
}
