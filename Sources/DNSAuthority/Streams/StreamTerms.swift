import NIOCore

/// What all connections of a server have in common.
struct StreamTerms: Sendable {
    var limits: StreamLimits
    var table: ConnectionTable
    /// Seconds since 1970, for signatures.
    var clock: @Sendable () -> UInt64
    var handler: @Sendable ([UInt8], Requester) async -> Reply
}

/// Tells a connection to answer what it has taken, and to take nothing more.
struct ConnectionDrain: Sendable {}

extension TimeAmount {
    /// Never negative, and never more than a year: sums of it cannot overflow.
    init(bounded duration: Duration) {
        let parts = min(max(duration, .zero), .seconds(31_536_000)).components
        self = .nanoseconds(parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000)
    }
}
