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
