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

extension DNSKey: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        self.init(
            flags: try reader.readUInt16(), protocolNumber: try reader.readUInt8(), algorithm: try reader.readUInt8(),
            publicKey: reader.readRemainingBytes())
    }

    func write(to writer: inout WireWriter) {
        writer.write(flags)
        writer.write(protocolNumber)
        writer.write(algorithm)
        writer.write(publicKey)
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        self.init(
            flags: try text.number("the flags"), protocolNumber: try text.number("a protocol number"),
            algorithm: try text.signingAlgorithm(), publicKey: try text.remainingBase64("a key in Base64"))
    }

    public var description: String { "\(flags) \(protocolNumber) \(algorithm) \(broken(Base64.encode(publicKey)))" }
}
