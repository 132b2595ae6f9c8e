/// Base32 with the extended hex alphabet and no padding (RFC 4648 section 7), as NSEC3 writes hashes.
enum Base32Hex {
    private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUV".utf8)

    static func encode(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: BitPacking.encode(bytes, digits: digits, bitsPerDigit: 5), as: UTF8.self)
    }

    /// The bytes, or nothing when the text is something else; letters of either case.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        BitPacking.decode(text, bitsPerDigit: 5, value: value)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch asciiLowercased(digit) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "v"): asciiLowercased(digit) - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
