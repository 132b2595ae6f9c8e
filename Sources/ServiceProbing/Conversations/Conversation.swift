import ServiceCatalog

/// What is to be said on a connection that a probe has made.
struct Conversation: Sendable {
    /// Names it to whoever waits for its result.
    var token: UInt64
    /// The connected socket, which it is to close.
    var descriptor: Int32
    var endpoint: Endpoint
    var kind: ProbeKind
    var details: ProbeDetails

    /// What came of it.
    struct Result: Hashable, Sendable {
        /// `none` where the service has answered and is well.
        var failure = Reason.none
        /// Microseconds of the handshake; 0 where there was none.
        var tls: UInt32 = 0
        /// Microseconds from the request to the first byte of its answer; 0 where there was none.
        var firstByte: UInt32 = 0
        /// Of whoever has proved to hold its key.
        var certificate: SeenCertificate?
        var httpStatus: UInt16 = 0
    }

    /// The bytes that a service may say before it has to have answered.
    static let mostBytes = 1 << 16
}
