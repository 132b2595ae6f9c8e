import DNSCore

/// Who listens at a service's ports.
public enum PortUse: Hashable, Sendable {
    /// The registrar itself: its sockets are for others to take over.
    case listen
    /// A program that binds by itself: the ports are chosen and kept bound, without listening, until `releasePorts`.
    case reserve
    /// Somebody else, already: every name has its port, and nothing is bound.
    case leave
}

/// A port for one or several names.
public struct ClaimedPort: Hashable, Sendable {
    public let label: String
    public let transport: ServiceTransport
    public let port: UInt16
    /// Bound sockets, one for each address, close-on-exec: listening, where that was asked for. They stay the registrar's,
    /// and open until `releasePorts`; who takes over duplicates them.
    public let descriptors: [Int32]
    /// Whether every one of its names has a record with this port already.
    public let isRecorded: Bool
    /// Where the SRV records lie.
    public let owners: [DomainName]
}
