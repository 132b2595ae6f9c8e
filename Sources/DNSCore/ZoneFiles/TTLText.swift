/// Seconds as master files write them: `3600`, or with units as in `1h30m` (w, d, h, m, s).
enum TTLText {
    /// RFC 2181 section 8.
    static let most: UInt64 = 0x7FFF_FFFF
    /// What is more than anybody can mean stays at this.
    private static let bound: UInt64 = 1 << 40

    /// - Returns: nil where the text is something else.
    static func seconds(_ text: some Collection<UInt8>) -> UInt64? {
        var total: UInt64 = 0
        var hasUnit = false
        var number: UInt64?
        for byte in text {
            if let digit = decimalDigit(byte) {
                number = min((number ?? 0) * 10 + UInt64(digit), bound)
            } else {
                guard let count = number, let unit = unit(byte) else { return nil }
                total = min(total + count * unit, bound)
                hasUnit = true
                number = nil
            }
        }
        // After a unit, a number without one could mean anything.
        guard hasUnit else { return number }
        return number == nil ? total : nil
    }

    /// With units, as a person says it: `1h30m`.
    static func units(_ seconds: UInt32) -> String {
        var rest = seconds
        var text = ""
        for (unit, length) in [("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)] as [(String, UInt32)]
        where rest >= length {
            text += "\(rest / length)\(unit)"
            rest %= length
        }
        return text.isEmpty ? "0s" : text
    }

    private static func unit(_ byte: UInt8) -> UInt64? {
        switch asciiLowercased(byte) {
        case UInt8(ascii: "s"): 1
        case UInt8(ascii: "m"): 60
        case UInt8(ascii: "h"): 3600
        case UInt8(ascii: "d"): 86_400
        case UInt8(ascii: "w"): 604_800
        default: nil
        }
    }
}

extension RecordTextReader {
    /// Seconds, with units or without.
    mutating func seconds(_ what: String) throws(RecordTextError) -> UInt32 {
        let word = try word(what)
        guard let seconds = TTLText.seconds(word.text).flatMap({ UInt32(exactly: $0) }) else {
            throw .notA(what, word.text, at: word.offset)
        }
        return seconds
    }
}
