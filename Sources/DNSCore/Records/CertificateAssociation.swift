/// The RDATA of a TLSA record: the certificate or key that a TLS server must show (RFC 6698 section 2).
public struct CertificateAssociation: Hashable, Sendable {
    /// 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE.
    public var usage: UInt8
    /// 0 the whole certificate, 1 its SubjectPublicKeyInfo.
    public var selector: UInt8
    /// 0 the bytes themselves, 1 their SHA-256, 2 their SHA-512.
    public var matchingType: UInt8
    public var data: [UInt8]

    public init(usage: UInt8, selector: UInt8, matchingType: UInt8, data: [UInt8]) {
        self.usage = usage
        self.selector = selector
        self.matchingType = matchingType
        self.data = data
    }
}

extension CertificateAssociation: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        self.init(
            usage: try reader.readUInt8(), selector: try reader.readUInt8(), matchingType: try reader.readUInt8(),
            data: reader.readRemainingBytes())
    }

    func write(to writer: inout WireWriter) {
        writer.write(usage)
        writer.write(selector)
        writer.write(matchingType)
        writer.write(data)
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        self.init(
            usage: try text.number("a usage"), selector: try text.number("a selector"),
            matchingType: try text.number("a matching type"), data: try text.remainingHexadecimal("hexadecimal data"))
    }

    public var description: String { "\(usage) \(selector) \(matchingType) \(broken(Hexadecimal.encode(data)))" }
}
