/// `. NS` without recursion (RFC 1035): every name server has something to say to it, if only REFUSED.
enum DNSProbe {
    /// Root name, type NS, class IN.
    private static let question: [UInt8] = [0, 0, 2, 0, 1]

    static func request(nonce: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: id(nonce))
        // Flags 0: a standard query. One question, nothing else.
        bytes += [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        return bytes + question
    }

    /// A response with our id and, where it repeats a question at all, ours. Any rcode will do.
    static func isAnswer(_ bytes: Span<UInt8>, nonce: UInt64) -> Bool {
        guard bytes.count >= 12 else { return false }
        var id: [UInt8] = []
        id.append(bigEndian: self.id(nonce))
        let isResponse = bytes[2] & 0x80 != 0
        let opcode = bytes[2] >> 3 & 0xF
        guard bytes.holds(id, at: 0), isResponse, opcode == 0 else { return false }
        switch UInt16(bytes[4]) << 8 | UInt16(bytes[5]) {
        case 0: return true
        case 1: return bytes.holds(question, at: 12)
        default: return false
        }
    }

    private static func id(_ nonce: UInt64) -> UInt16 { UInt16(truncatingIfNeeded: nonce) }
}
