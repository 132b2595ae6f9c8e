/// The RDATA of an SOA record (RFC 1035 section 3.3.13). Times are seconds.
public struct StartOfAuthority: Hashable, Sendable {
    public var primary: DomainName
    /// The mailbox of who is responsible, as a name.
    public var mailbox: DomainName
    public var serial: Serial
    public var refresh: UInt32
    public var retry: UInt32
    public var expire: UInt32
    /// How long a negative answer may be cached (RFC 2308 section 4).
    public var minimum: UInt32

    public init(
        primary: DomainName, mailbox: DomainName, serial: Serial, refresh: UInt32, retry: UInt32, expire: UInt32,
        minimum: UInt32
    ) {
        self.primary = primary
        self.mailbox = mailbox
        self.serial = serial
        self.refresh = refresh
        self.retry = retry
        self.expire = expire
        self.minimum = minimum
    }
}
