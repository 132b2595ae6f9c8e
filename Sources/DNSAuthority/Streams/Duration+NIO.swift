import NIOCore

extension TimeAmount {
    /// Never negative, and never more than a year: sums of it cannot overflow.
    init(bounded duration: Duration) {
        let parts = min(max(duration, .zero), .seconds(31_536_000)).components
        self = .nanoseconds(parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000)
    }
}
