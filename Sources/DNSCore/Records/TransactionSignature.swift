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
