import ServiceCatalog

/// When to put the rows in order again: at once when the user asked for other rows; for news not within a moment after a
/// key, so that no row moves away under it, and not so often that ordering a large zone takes a core.
struct ArrangementSchedule: Sendable {
    private enum Wish: Sendable {
        case news
        case urgent
    }

    /// How long rows stay where they are after a key.
    static let calmAfterKey = Duration.seconds(2)

    /// From so many instances on, an order is kept for a microsecond an instance, a second at most.
    private static let largeZone = 10_000

    private var lastNumber = 0
    private var running: (number: Int, wish: Wish)?
    private var wish: Wish?
    private var calmUntil = Timestamp.distantPast
    private var restsUntil = Timestamp.distantPast

    mutating func keepCalm(from now: Timestamp) {
        calmUntil = now.advanced(by: Self.calmAfterKey)
    }

    /// The clock was set back: what was to be waited for may be hours away.
    mutating func forgetTimes() {
        (calmUntil, restsUntil) = (.distantPast, .distantPast)
    }

    mutating func wantNews() { wish = wish ?? .news }
    mutating func wantNow() { wish = .urgent }

    /// The number of a request that is to go out now.
    mutating func nextRequest(at now: Timestamp, instances: Int) -> Int? {
        guard running == nil, let wish, wish == .urgent || now >= max(calmUntil, restsUntil) else { return nil }
        lastNumber += 1
        running = (lastNumber, wish)
        self.wish = nil
        restsUntil = instances < Self.largeZone ? now : now.advanced(by: .microseconds(min(instances, 1_000_000)))
        return lastNumber
    }

    /// Whether an answer is to be shown; if not, its successor will be asked for.
    mutating func accepts(_ number: Int, at now: Timestamp) -> Bool {
        guard let running, running.number == number else { return false }
        self.running = nil
        if wish == .urgent { return false }
        guard running.wish == .news, now < calmUntil else { return true }
        wish = .news
        return false
    }

    /// When `nextRequest` may have something that it had not before.
    var wakesAt: Timestamp? { running == nil && wish == .news ? max(calmUntil, restsUntil) : nil }
}
