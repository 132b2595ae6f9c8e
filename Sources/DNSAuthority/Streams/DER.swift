/// Values in the form in which certificates have them (ITU-T X.690): tag, length, contents.
enum DER {
    static func value(_ tag: UInt8, _ contents: [UInt8]) -> [UInt8] {
        guard contents.count >= 0x80 else { return [tag, UInt8(truncatingIfNeeded: contents.count)] + contents }
        var length = contents.count
        var bytes: [UInt8] = []
        while length > 0 {
            bytes.insert(UInt8(truncatingIfNeeded: length), at: 0)
            length >>= 8
        }
        return [tag, 0x80 | UInt8(truncatingIfNeeded: bytes.count)] + bytes + contents
    }

    static func sequence(_ parts: [UInt8]...) -> [UInt8] { value(0x30, parts.flatMap { $0 }) }

    static func set(_ part: [UInt8]) -> [UInt8] { value(0x31, part) }

    /// `[number]` around a value.
    static func explicit(_ number: UInt8, _ contents: [UInt8]) -> [UInt8] { value(0xA0 | number, contents) }

    /// A number that is not negative, its highest byte first.
    static func integer(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array(bytes.drop { $0 == 0 })
        return value(0x02, (digits.first ?? 0x80) >= 0x80 ? [0] + digits : digits)
    }

    /// From its bytes, the first two arcs in one.
    static func objectIdentifier(_ bytes: UInt8...) -> [UInt8] { value(0x06, bytes) }

    static let `true`: [UInt8] = [0x01, 0x01, 0xFF]

    static func octets(_ contents: [UInt8]) -> [UInt8] { value(0x04, contents) }

    /// Whole bytes.
    static func bits(_ contents: [UInt8]) -> [UInt8] { value(0x03, [0] + contents) }

    static func text(_ text: String) -> [UInt8] { value(0x0C, Array(text.utf8)) }

    /// `YYYYMMDDHHmmSS`; until 2049 only two digits of the year are written (RFC 5280 section 4.1.2.5).
    static func time(_ text: String) -> [UInt8] {
        text < "2050" ? value(0x17, text.utf8.dropFirst(2) + [0x5A]) : value(0x18, text.utf8 + [0x5A])
    }
}
