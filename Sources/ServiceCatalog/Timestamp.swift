/// A point in time in nanoseconds since 1970-01-01T00:00:00Z.
///
/// Values come from outside (`ServiceProbing`'s clock): nothing here reads a clock.
package struct Timestamp: Hashable, Comparable, Sendable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package static let distantPast = Timestamp(nanoseconds: .min)

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.nanoseconds < b.nanoseconds }

    /// The time from `earlier` to this one; zero where it would be negative or too long to say.
    package func duration(since earlier: Timestamp) -> Duration {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return overflow ? .zero : .nanoseconds(max(0, difference))
    }

    /// This time moved by a span, held at the ends of what can be said.
    package func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let (wholeSeconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflow2) = nanoseconds.addingReportingOverflow(wholeSeconds)
        let (total, overflow3) = sum.addingReportingOverflow(attoseconds / 1_000_000_000)
        guard !overflow, !overflow2, !overflow3 else { return Timestamp(nanoseconds: seconds < 0 ? .min : .max) }
        return Timestamp(nanoseconds: total)
    }
}
