/// The RDATA of an RRSIG record (RFC 4034 section 3.1).
public struct RecordSignature: Hashable, Sendable {
    public var typeCovered: RecordType
    public var algorithm: UInt8
    /// Labels in the owner name that was signed, without root and wildcard.
    public var labels: UInt8
    /// Seconds.
    public var originalTTL: UInt32
    /// Seconds since 1970, in the serial arithmetic of RFC 1982.
    public var expiration: UInt32
    /// Seconds since 1970, in the serial arithmetic of RFC 1982.
    public var inception: UInt32
    public var keyTag: UInt16
    public var signer: DomainName
    public var signature: [UInt8]

    public init(
        typeCovered: RecordType, algorithm: UInt8, labels: UInt8, originalTTL: UInt32, expiration: UInt32,
        inception: UInt32, keyTag: UInt16, signer: DomainName, signature: [UInt8]
    ) {
        self.typeCovered = typeCovered
        self.algorithm = algorithm
        self.labels = labels
        self.originalTTL = originalTTL
        self.expiration = expiration
        self.inception = inception
        self.keyTag = keyTag
        self.signer = signer
        self.signature = signature
    }
}

extension RecordSignature: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        self.init(
            typeCovered: RecordType(rawValue: try reader.readUInt16()), algorithm: try reader.readUInt8(),
            labels: try reader.readUInt8(), originalTTL: try reader.readUInt32(), expiration: try reader.readUInt32(),
            inception: try reader.readUInt32(), keyTag: try reader.readUInt16(), signer: try reader.readName(),
            signature: reader.readRemainingBytes())
    }

    func write(to writer: inout WireWriter) {
        writer.write(typeCovered.rawValue)
        writer.write(algorithm)
        writer.write(labels)
        for value in [originalTTL, expiration, inception] { writer.write(value) }
        writer.write(keyTag)
        writer.write(signer)
        writer.write(signature)
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        self.init(
            typeCovered: try text.type("a type"), algorithm: try text.signingAlgorithm(),
            labels: try text.number("a number of labels"), originalTTL: try text.number("a TTL"),
            expiration: try text.signatureTime("an expiration time"),
            inception: try text.signatureTime("an inception time"), keyTag: try text.number("a key tag"),
            signer: try text.name("a signer"), signature: try text.remainingBase64("a signature in Base64"))
    }

    public var description: String {
        "\(typeCovered) \(algorithm) \(labels) \(originalTTL) \(SignatureTime.text(expiration)) "
            + "\(SignatureTime.text(inception)) \(keyTag) \(signer) \(broken(Base64.encode(signature)))"
    }
}

extension RecordTextReader {
    fileprivate mutating func signatureTime(_ what: String) throws(RecordTextError) -> UInt32 {
        let word = try word(what)
        guard let time = SignatureTime.seconds(word.text) else { throw .notA(what, word.text, at: word.offset) }
        return time
    }
}
