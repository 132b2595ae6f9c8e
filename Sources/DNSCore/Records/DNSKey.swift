/// The RDATA of a DNSKEY (RFC 4034 section 2.1) or a KEY record (RFC 2535 section 3.1): a public key.
public struct DNSKey: Hashable, Sendable {
    public var flags: UInt16
    /// Always 3 in a DNSKEY.
    public var protocolNumber: UInt8
    public var algorithm: UInt8
    public var publicKey: [UInt8]

    public init(flags: UInt16, protocolNumber: UInt8 = 3, algorithm: UInt8, publicKey: [UInt8]) {
        self.flags = flags
        self.protocolNumber = protocolNumber
        self.algorithm = algorithm
        self.publicKey = publicKey
    }
}
