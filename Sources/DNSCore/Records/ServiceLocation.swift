/// The RDATA of an SRV record (RFC 2782).
public struct ServiceLocation: Hashable, Sendable {
    /// Lower is tried first.
    public var priority: UInt16
    /// The share among equals in priority; 0 means hardly ever.
    public var weight: UInt16
    public var port: UInt16
    /// The host; the root when the service is decidedly not offered.
    public var target: DomainName

    public init(priority: UInt16, weight: UInt16, port: UInt16, target: DomainName) {
        self.priority = priority
        self.weight = weight
        self.port = port
        self.target = target
    }
}
