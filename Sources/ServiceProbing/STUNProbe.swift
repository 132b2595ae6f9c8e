/// A binding request of STUN (RFC 8489), which TURN servers answer too.
enum STUNProbe {
    private static let cookie: UInt32 = 0x2112_A442
    private static let bindingSuccess: [UInt8] = [0x01, 0x01]
    private static let bindingError: [UInt8] = [0x01, 0x11]

    static func request(nonce: UInt64) -> [UInt8] { [0x00, 0x01, 0, 0] + transaction(nonce) }

    /// A success or error response to our transaction, as long as it says.
    static func isAnswer(_ bytes: Span<UInt8>, nonce: UInt64) -> Bool {
        guard bytes.count >= 20, bytes.holds(bindingSuccess, at: 0) || bytes.holds(bindingError, at: 0) else {
            return false
        }
        let length = Int(bytes[2]) << 8 | Int(bytes[3])
        return length % 4 == 0 && length == bytes.count - 20 && bytes.holds(transaction(nonce), at: 4)
    }

    /// The magic cookie and 96 bits of id, of which 64 are random.
    private static func transaction(_ nonce: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: cookie)
        bytes.append(bigEndian: nonce)
        bytes.append(bigEndian: cookie)
        return bytes
    }
}
