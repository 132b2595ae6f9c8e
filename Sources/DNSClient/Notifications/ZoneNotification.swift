import DNSCore

/// A server says that a zone has changed (RFC 1996). A hint: what changed is to be asked for.
public struct ZoneNotification: Hashable, Sendable {
    public var zone: DomainName
    /// The new serial, if the server says it. To be believed only when `isSigned`.
    public var serial: Serial?
    /// The server as it was configured.
    public var server: Server
    /// Where it came from.
    public var sender: IPAddress
    public var isSigned: Bool
}

/// What has come to a listener.
public struct NotifyCounts: Hashable, Sendable {
    public var accepted = 0
    /// From addresses that no server has: dropped without an answer.
    public var strangers = 0
    /// Without a signature, or with one that does not hold, from a server that has a key.
    public var unverified = 0
    /// Not a NOTIFY, or not a valid message.
    public var malformed = 0
    /// Connections over the limit, and those that sent too much or nothing.
    public var closedConnections = 0

    public init() {}
}
