import NIOCore

extension TimeAmount {
    /// Never negative, and never more than a year: sums of it cannot overflow.
    package init(bounded duration: Duration) {
        let seconds = min(max(duration, .zero), .seconds(31_536_000)).components
        self = .nanoseconds(seconds.seconds * 1_000_000_000 + seconds.attoseconds / 1_000_000_000)
    }
}
