import DNSCore

/// When registered names are looked at next, and when their lease is renewed.
struct HoldSchedule: Sendable {
    typealias Instant = ContinuousClock.Instant

    private let interval: Duration
    private static let least = Duration.milliseconds(10)
    private static let most = Duration.seconds(86_400)
    private var backoff = Backoff(first: .seconds(1), limit: .seconds(60))
    /// When there is something to do.
    private(set) var next: Instant
    /// nil where there is no lease.
    private(set) var renewal: Instant?

    /// How long after its beginning a lease is renewed: at four fifths of its time (RFC 9664 section 5.2). Servers count whole
    /// seconds, so that short ones end earlier than they say.
    private static func renewalTime(of length: Duration) -> Duration {
        max(length / 4, min(length * 0.8, length - .seconds(2)))
    }

    init(interval: Duration, from now: Instant) {
        self.interval = min(max(interval, Self.least), Self.most)
        next = now
    }

    func isRenewalDue(at now: Instant) -> Bool { renewal.map { $0 <= now } ?? false }

    /// A lease was granted.
    mutating func leaseBegan(
        _ length: Duration, at now: Instant, using generator: inout some RandomNumberGenerator
    ) {
        renewal = now + Self.renewalTime(of: length) * Double.random(in: 0.95...1, using: &generator)
    }

    /// There is one from before, of which so much is left.
    mutating func leaseWasFound(_ length: Duration, left: Duration, at now: Instant) {
        renewal = now + max(.zero, left - (length - Self.renewalTime(of: length)))
    }

    mutating func leaseEnded() { renewal = nil }

    /// All is well.
    mutating func succeeded(at now: Instant, using generator: inout some RandomNumberGenerator) {
        backoff.reset()
        let look = now + interval * Double.random(in: 0.8...1.2, using: &generator)
        // One that is due and was not asked for is that of names which are another's.
        next = renewal.map { $0 > now ? min($0, look) : look } ?? look
    }

    /// - Returns: the pause before the next try.
    mutating func failed(at now: Instant, using generator: inout some RandomNumberGenerator) -> Duration {
        let pause = backoff.next(using: &generator)
        next = now + pause
        return pause
    }
}
