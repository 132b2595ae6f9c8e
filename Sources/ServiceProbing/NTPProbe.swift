/// A client request of NTP version 4 (RFC 5905). Its transmit timestamp is random, so that an answer proves to have
/// seen it and nothing is told of this host's clock.
enum NTPProbe {
    private static let size = 48
    private static let clientMode: UInt8 = 3
    private static let serverMode: UInt8 = 4

    static func request(nonce: UInt64) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size - 8)
        bytes[0] = 4 << 3 | clientMode
        bytes.append(bigEndian: nonce)
        return bytes
    }

    /// A server's packet with our timestamp as its origin. A kiss-o'-death is an answer too.
    static func isAnswer(_ bytes: Span<UInt8>, nonce: UInt64) -> Bool {
        guard bytes.count >= size, bytes[0] & 0x7 == serverMode, (1...4).contains(bytes[0] >> 3 & 0x7) else {
            return false
        }
        var origin: [UInt8] = []
        origin.append(bigEndian: nonce)
        return bytes.holds(origin, at: 24)
    }
}
