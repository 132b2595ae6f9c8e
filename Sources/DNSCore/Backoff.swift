/// How long to wait before the next try while a server fails: doubling, bounded, and moved at random so that many clients
/// do not come back at once.
package struct Backoff: Hashable, Sendable {
    package let first: Duration
    package let limit: Duration
    package private(set) var failures = 0

    package init(first: Duration, limit: Duration) {
        self.first = first
        self.limit = max(first, limit)
    }

    /// For someone who asks every so often while all is well.
    package init(polling interval: Duration) { self.init(first: min(interval, .seconds(1)), limit: .seconds(30)) }

    package mutating func reset() { failures = 0 }

    /// The delay after one more failure: between four fifths and six fifths of the doubled time.
    package mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let doubled = first * Double(1 << min(failures, 20))
        failures += 1
        return min(doubled, limit) * Double.random(in: 0.8...1.2, using: &generator)
    }
}
