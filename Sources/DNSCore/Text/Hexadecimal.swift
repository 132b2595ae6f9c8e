/// Bytes as pairs of hexadecimal digits.
public enum Hexadecimal {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// In upper case.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: BitPacking.encode(bytes, digits: digits, bitsPerDigit: 4), as: UTF8.self)
    }

    /// The bytes, or nothing when the text is something else; letters of either case.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        text.count % 2 == 0 ? BitPacking.decode(text, bitsPerDigit: 4, value: value) : nil
    }

    static func value(_ digit: UInt8) -> UInt8? {
        switch asciiLowercased(digit) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): asciiLowercased(digit) - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
