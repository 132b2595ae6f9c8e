/// A request whose signature does not hold, and how to tell the client so (RFC 8945 section 5.3.2).
public struct TSIGRefusal: Sendable {
    /// What was found.
    public let error: TSIGError
    /// What goes into the TSIG record of the answer: BADKEY, BADSIG, BADTIME, BADTRUNC; NOERROR if it bears none.
    public let code: ResponseCode
    private let keyName: DomainName
    private let request: TransactionSignature
    /// There only where the answer is signed.
    private let responder: TSIGResponder?

    init(_ code: ResponseCode, of tsig: TrailingTSIG, error: TSIGError, responder: TSIGResponder? = nil) {
        self.error = error
        self.code = code
        keyName = tsig.keyName
        request = tsig.signature
        self.responder = responder
    }

    /// Of a request that was verified, but has been carried out before, or is older than one that has (section 5.2.3).
    /// - Parameter seconds: Our clock, since 1970.
    public init(replayOf responder: TSIGResponder, at seconds: UInt64) {
        code = .badTime
        keyName = responder.key.name
        request = responder.request
        error = .badTime(serverTime: request.timeSigned, clientTime: seconds, fudge: request.fudge)
        self.responder = responder
    }

    /// What goes into the header of the answer. A MAC of a length that is never allowed is a format error.
    public var responseCode: ResponseCode { code == .noError ? .formatError : .notAuth }

    /// Puts the TSIG record at the end of the answer that the caller has made with `responseCode`: with BADKEY and
    /// BADSIG without a MAC, with BADTIME signed, as of the client's time, with ours beside it.
    /// - Parameter seconds: Our clock, since 1970.
    public func sign(_ answer: inout [UInt8], at seconds: UInt64) throws(TSIGError) {
        guard code != .noError else { return }
        do { try answer.removeTSIG() } catch { throw .malformed(error) }
        let isLate = code == .badTime
        var other = WireWriter()
        if isLate { other.writeUInt48(seconds) }
        let signature = TransactionSignature(
            algorithm: request.algorithm, timeSigned: responder == nil || isLate ? request.timeSigned : seconds,
            fudge: request.fudge, mac: [], originalID: request.originalID, error: code, otherData: other.bytes)
        guard var responder else { return try answer.append(signature, key: keyName) }
        try responder.sign(&answer, with: signature)
    }
}
