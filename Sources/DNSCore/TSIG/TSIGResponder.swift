/// Signs the answer, or the answers, to one request that was verified (RFC 8945 section 5.3).
public struct TSIGResponder: Sendable {
    /// What the request was signed with.
    public let key: TSIGKey
    /// The request's signature, its time with it: what is older than the last of its key may be a replay (section 5.2.3).
    public let request: TransactionSignature
    private let keyed: RunningMAC
    private var running: RunningMAC
    private var signedCount = 0

    init(key: TSIGKey, request: TransactionSignature) {
        self.key = key
        self.request = request
        keyed = RunningMAC(key: key)
        running = keyed
        running.update(priorMAC: request.mac)
    }

    /// Puts a TSIG record at the end of the next answer.
    /// - Parameters:
    ///   - seconds: Our clock, since 1970.
    ///   - fudge: By how many seconds the client's clock may differ.
    public mutating func sign(
        _ answer: inout [UInt8], at seconds: UInt64, fudge: UInt16 = 300
    ) throws(TSIGError) {
        do { try answer.removeTSIG() } catch { throw .malformed(error) }
        try sign(&answer, with: key.blankSignature(for: answer, at: seconds, fudge: fudge))
    }

    mutating func sign(_ answer: inout [UInt8], with blank: TransactionSignature) throws(TSIGError) {
        var mac = running
        mac.update(unsigned: answer.span)
        if signedCount == 0 {
            mac.update(variables: blank, key: key.name)
        } else {
            mac.update(timers: blank)
        }
        var signature = blank
        signature.mac = Array(mac.code.prefix(key.macLength))
        try answer.append(signature, key: key.name)
        running = keyed
        running.update(priorMAC: signature.mac)
        signedCount += 1
    }

    /// Lets a message of a stream go out without a signature: at most 99 in a row, never the first or the last
    /// (section 5.3.1).
    public mutating func leaveUnsigned(_ answer: Span<UInt8>) {
        running.update(unsigned: answer)
    }
}
