/// The RDATA of a DS record (RFC 4034 section 5.1).
public struct DelegationSigner: Hashable, Sendable {
    public var keyTag: UInt16
    public var algorithm: UInt8
    public var digestType: UInt8
    public var digest: [UInt8]

    public init(keyTag: UInt16, algorithm: UInt8, digestType: UInt8, digest: [UInt8]) {
        self.keyTag = keyTag
        self.algorithm = algorithm
        self.digestType = digestType
        self.digest = digest
    }
}

extension DelegationSigner: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        self.init(
            keyTag: try reader.readUInt16(), algorithm: try reader.readUInt8(), digestType: try reader.readUInt8(),
            digest: reader.readRemainingBytes())
    }

    func write(to writer: inout WireWriter) {
        writer.write(keyTag)
        writer.write(algorithm)
        writer.write(digestType)
        writer.write(digest)
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        self.init(
            keyTag: try text.number("a key tag"), algorithm: try text.signingAlgorithm(),
            digestType: try text.number("a digest type"), digest: try text.remainingHexadecimal("a hexadecimal digest"))
    }

    public var description: String { "\(keyTag) \(algorithm) \(digestType) \(broken(Hexadecimal.encode(digest)))" }
}
