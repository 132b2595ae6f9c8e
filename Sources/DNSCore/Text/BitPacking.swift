/// What hexadecimal, Base32 and Base64 share: digits of a few bits each, the first bits first.
enum BitPacking {
    static func encode(_ bytes: some Collection<UInt8>, digits: [UInt8], bitsPerDigit: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 8 + bitsPerDigit - 1) / bitsPerDigit)
        var (pending, bits) = (0, 0)
        let mask = 1 << bitsPerDigit - 1
        for byte in bytes {
            pending = (pending << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= bitsPerDigit {
                bits -= bitsPerDigit
                text.append(digits[pending >> bits & mask])
            }
        }
        if bits > 0 { text.append(digits[pending << (bitsPerDigit - bits) & mask]) }
        return text
    }

    /// - Parameter value: what a digit stands for.
    /// - Returns: nothing when a byte is no digit, a digit is left over, or the spare bits at the end are not zero.
    static func decode(
        _ text: some Collection<UInt8>, bitsPerDigit: Int, value: (UInt8) -> UInt8?
    ) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * bitsPerDigit / 8)
        var (pending, bits) = (0, 0)
        for digit in text {
            guard let value = value(digit) else { return nil }
            pending = (pending << bitsPerDigit | Int(value)) & 0xFFFF
            bits += bitsPerDigit
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> bits))
            }
        }
        let isWhole = bits < bitsPerDigit && pending & (1 << bits - 1) == 0
        return isWhole ? bytes : nil
    }
}
