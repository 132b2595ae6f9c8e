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

extension StartOfAuthority: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        self.init(
            primary: try reader.readName(), mailbox: try reader.readName(),
            serial: Serial(rawValue: try reader.readUInt32()), refresh: try reader.readUInt32(),
            retry: try reader.readUInt32(), expire: try reader.readUInt32(), minimum: try reader.readUInt32())
    }

    func write(to writer: inout WireWriter) {
        writer.writeCompressed(primary)
        writer.writeCompressed(mailbox)
        for value in [serial.rawValue, refresh, retry, expire, minimum] { writer.write(value) }
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        self.init(
            primary: try text.name("a primary server"), mailbox: try text.name("a mailbox"),
            serial: Serial(rawValue: try text.number("a serial")), refresh: try text.seconds("a refresh time"),
            retry: try text.seconds("a retry time"), expire: try text.seconds("an expiry time"),
            minimum: try text.seconds("a minimum TTL"))
    }

    public var description: String {
        "\(primary) \(mailbox) \(serial) \(refresh) \(retry) \(expire) \(minimum)"
    }
}
