/// What a request is answered with.
package enum Reply: Sendable {
    /// The request is dropped in silence.
    case nothing
    /// One message, signed if it has to be.
    case message([UInt8])
    /// A zone transfer: message after message. Only in a stream.
    case transfer(OutgoingTransfer)
}
