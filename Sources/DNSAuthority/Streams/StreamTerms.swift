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
