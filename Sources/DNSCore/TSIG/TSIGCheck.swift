/// The checks that both sides make after the key's (RFC 8945 section 5.2), in their order: MAC, time, truncation.
struct TSIGCheck {
    let key: TSIGKey
    /// The whole MAC that the message should bear.
    let expected: [UInt8]
    let signature: TransactionSignature
    /// Our clock, in seconds since 1970.
    let now: UInt64

    /// A MAC that is too long or too short for any policy is malformed (section 5.2.2.1), not merely truncated.
    func checkMAC() throws(TSIGError) {
        let length = signature.mac.count
        guard length >= key.algorithm.leastMACLength, length <= expected.count else {
            throw .badTruncation(length: length, least: key.algorithm.leastMACLength)
        }
        guard isEqualInConstantTime(signature.mac, expected.prefix(length)) else { throw .badSignature }
    }

    func checkTime() throws(TSIGError) {
        guard signature.timeSigned.magnitudeOfDifference(from: now) <= UInt64(signature.fudge) else {
            throw .badTime(serverTime: signature.timeSigned, clientTime: now, fudge: signature.fudge)
        }
    }

    func checkTruncation() throws(TSIGError) {
        guard signature.mac.count >= key.macLength else {
            throw .badTruncation(length: signature.mac.count, least: key.macLength)
        }
    }
}
