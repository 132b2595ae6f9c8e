/// The client's side of one signed request and its answer, or of a stream of answers (RFC 8945 sections 5.1 and 5.4).
///
/// Sign the request first. An answer that fails leaves the exchange as it was: over UDP, the right one may still
/// come (section 5.4).
public struct TSIGExchange: Sendable {
    public let key: TSIGKey
    /// The MAC with nothing but the key in it.
    private let keyed: RunningMAC
    /// What has come since the last signature, that one's MAC in front.
    private var running: RunningMAC
    private var signedCount = 0
    private var unsignedCount = 0

    /// So many messages of a stream in a row may come without a signature (section 5.3.1).
    public static let unsignedLimit = 99

    public init(key: TSIGKey) {
        self.key = key
        keyed = RunningMAC(key: key)
        running = keyed
    }

    /// The exchange that a request began which is signed already: for streams that were recorded.
    package init(key: TSIGKey, signedRequest: Span<UInt8>) throws(WireError) {
        self.init(key: key)
        guard let tsig = try TrailingTSIG.find(in: signedRequest) else {
            throw WireError(.invalid("request without a signature"), at: signedRequest.count)
        }
        begin(after: tsig.signature.mac)
    }

    /// Puts a TSIG record at the end of the request, in place of one that is there already.
    /// - Parameters:
    ///   - seconds: Our clock, since 1970.
    ///   - fudge: By how many seconds the server's clock may differ.
    public mutating func sign(
        _ request: inout [UInt8], at seconds: UInt64, fudge: UInt16 = 300
    ) throws(TSIGError) {
        do { try request.removeTSIG() } catch { throw .malformed(error) }
        var mac = keyed
        mac.update(unsigned: request.span)
        var signature = key.blankSignature(for: request, at: seconds, fudge: fudge)
        mac.update(variables: signature, key: key.name)
        signature.mac = Array(mac.code.prefix(key.macLength))
        try request.append(signature, key: key.name)
        begin(after: signature.mac)
        signedCount = 0
    }

    /// Checks an answer that is one message.
    /// - Parameter seconds: Our clock, since 1970.
    public func verify(_ response: Span<UInt8>, at seconds: UInt64) throws(TSIGError) {
        var single = self
        try single.verifyNext(response, at: seconds)
    }

    /// Checks the next message of an answer that may be several: the first has to be signed, and at least every
    /// hundredth. Nothing in unsigned ones is sure before the next signature held, nor the whole before `finish`.
    public mutating func verifyNext(_ message: Span<UInt8>, at seconds: UInt64) throws(TSIGError) {
        let found: TrailingTSIG?
        do { found = try TrailingTSIG.find(in: message) } catch { throw .malformed(error) }
        if let found {
            try verify(message, signedBy: found, at: seconds & 0xFFFF_FFFF_FFFF)
        } else {
            try takeUnsigned(message)
        }
    }

    /// Checks that the stream ended with a signature.
    public func finish() throws(TSIGError) {
        guard signedCount > 0, unsignedCount == 0 else { throw .lastUnsigned }
    }

    private mutating func takeUnsigned(_ message: Span<UInt8>) throws(TSIGError) {
        guard signedCount > 0 else { throw .unsignedAnswer(ResponseCode(rawValue: UInt16(message[3] & 0xF))) }
        guard unsignedCount < Self.unsignedLimit else { throw .tooManyUnsigned }
        unsignedCount += 1
        running.update(unsigned: message)
    }

    private mutating func verify(
        _ message: Span<UInt8>, signedBy tsig: TrailingTSIG, at now: UInt64
    ) throws(TSIGError) {
        let signature = tsig.signature
        guard tsig.keyName == key.name else { throw .wrongKey(tsig.keyName) }
        guard signature.algorithm == key.algorithm.name else { throw .wrongAlgorithm(signature.algorithm) }
        if signature.mac.isEmpty, signature.error != .noError {
            throw .rejected(rejection(by: signature, at: now, isAuthentic: false))
        }
        var mac = running
        mac.update(signed: message, without: tsig)
        if signedCount == 0 {
            mac.update(variables: signature, key: key.name)
        } else {
            mac.update(timers: signature)
        }
        let check = TSIGCheck(key: key, expected: mac.code, signature: signature, now: now)
        try check.checkMAC()
        guard signature.error == .noError else {
            throw .rejected(rejection(by: signature, at: now, isAuthentic: signedCount == 0))
        }
        try check.checkTime()
        try check.checkTruncation()
        begin(after: signature.mac)
        signedCount += 1
    }

    private mutating func begin(after mac: [UInt8]) {
        running = keyed
        running.update(priorMAC: mac)
        unsignedCount = 0
    }

    private func rejection(by signature: TransactionSignature, at now: UInt64, isAuthentic: Bool) -> TSIGRejection {
        TSIGRejection(
            code: signature.error, key: TSIGKeyLabel(key),
            serverTime: signature.error == .badTime ? signature.serverTime : nil, clientTime: now,
            isAuthentic: isAuthentic)
    }
}

extension TSIGKey {
    /// A signature of `message` that lacks nothing but its MAC.
    func blankSignature(for message: [UInt8], at seconds: UInt64, fudge: UInt16) -> TransactionSignature {
        TransactionSignature(
            algorithm: algorithm.name, timeSigned: seconds & 0xFFFF_FFFF_FFFF, fudge: fudge, mac: [],
            originalID: UInt16(message[0]) << 8 | UInt16(message[1]))
    }
}
