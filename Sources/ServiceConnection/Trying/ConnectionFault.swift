import ServiceIdentity

/// What became of one attempt to connect.
public enum ConnectionFault: Error, Hashable, Sendable {
    case refused
    /// No answer within the time that one address has.
    case timedOut
    /// The network says so: no route, host down, not permitted.
    case unreachable(String)
    /// The connection ended before it was of use.
    case closed
    /// The target has no address that a client can use.
    case noAddress
    /// The target's addresses could not be asked for.
    case unresolved(LookupFault)
    /// What the records say of the target's key could not be asked for.
    case unpinned(LookupFault)
    /// The peer is not who it has to be, or speaks no TLS.
    case unidentified(IdentityFault)
    /// This system is at fault: no descriptors left, no memory.
    case local(String)
}

extension ConnectionFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .refused: "connection refused"
        case .timedOut: "no answer"
        case .unreachable(let reason): "cannot be reached: \(reason)"
        case .closed: "closed the connection"
        case .noAddress: "has no address"
        case .unresolved(let fault): "has no address: \(fault)"
        case .unpinned(let fault): "its pins are not known: \(fault)"
        case .unidentified(let fault): "\(fault)"
        case .local(let reason): "this system refuses: \(reason)"
        }
    }
}
