/// What an OPT record says of its message (RFC 6891). The upper bits of the response code are in the `Header`.
public struct EDNS: Hashable, Sendable {
    /// The largest UDP payload that the sender can take, in bytes.
    public var udpSize: UInt16
    public var version: UInt8
    /// All 16 flag bits; the first is DO.
    public var flags: UInt16
    public var options: [EDNSOption]

    public init(udpSize: UInt16 = 1232, version: UInt8 = 0, flags: UInt16 = 0, options: [EDNSOption] = []) {
        self.udpSize = udpSize
        self.version = version
        self.flags = flags
        self.options = options
    }

    /// DO: the sender wants DNSSEC records (RFC 3225).
    public var dnssecOK: Bool {
        get { flags & 0x8000 != 0 }
        set { flags = newValue ? flags | 0x8000 : flags & 0x7FFF }
    }
}
