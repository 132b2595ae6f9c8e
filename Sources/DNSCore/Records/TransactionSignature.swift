/// The RDATA of a TSIG record (RFC 8945 section 4.2).
public struct TransactionSignature: Hashable, Sendable {
    public var algorithm: DomainName
    /// Seconds since 1970, 48 bits.
    public var timeSigned: UInt64
    /// Seconds.
    public var fudge: UInt16
    public var mac: [UInt8]
    public var originalID: UInt16
    public var error: ResponseCode
    public var otherData: [UInt8]

    public init(
        algorithm: DomainName, timeSigned: UInt64, fudge: UInt16, mac: [UInt8], originalID: UInt16,
        error: ResponseCode = .noError, otherData: [UInt8] = []
    ) {
        self.algorithm = algorithm
        self.timeSigned = timeSigned
        self.fudge = fudge
        self.mac = mac
        self.originalID = originalID
        self.error = error
        self.otherData = otherData
    }
}

extension TransactionSignature: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        algorithm = try reader.readName()
        timeSigned = try reader.readUInt48()
        fudge = try reader.readUInt16()
        mac = try reader.readBytes(Int(reader.readUInt16()))
        originalID = try reader.readUInt16()
        error = ResponseCode(rawValue: try reader.readUInt16())
        otherData = try reader.readBytes(Int(reader.readUInt16()))
    }

    func write(to writer: inout WireWriter) throws(WireError) {
        writer.write(algorithm)
        writer.writeUInt48(timeSigned)
        writer.write(fudge)
        try writer.writeCounted16(mac)
        writer.write(originalID)
        writer.write(error.rawValue)
        try writer.writeCounted16(otherData)
    }

    /// TSIG has no place in master files; text is written for people only.
    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        throw .onlyGenericForm(at: text.offset)
    }

    public var description: String {
        let other = otherData.isEmpty ? "" : " \(Base64.encode(otherData))"
        return "\(algorithm) \(timeSigned) \(fudge) \(mac.count) \(Base64.encode(mac)) \(originalID) "
            + "\(error.signatureDescription) \(otherData.count)\(other)"
    }
}
