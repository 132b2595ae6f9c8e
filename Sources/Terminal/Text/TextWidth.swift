/// How many columns text takes. An own table: wcwidth(3) depends on the locale and on the C library's age.
package enum TextWidth {
    /// The columns that a text takes once drawn, escapes for what cannot be shown included.
    package static func columns(of text: String, repertoire: Repertoire = .unicode) -> Int {
        if let count = text.printableASCIICount { return count }
        var reader = GlyphReader(text, repertoire: repertoire)
        var columns = 0
        while reader.next() { columns += reader.columns }
        return columns
    }

    /// 2 for East Asian wide scalars and those shown as emoji, 0 for marks on the scalar before, else 1.
    package static func columns(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return 1 }
        if value >= 0x4E00 && value <= 0x9FFF || value >= 0xAC00 && value <= 0xD7A3 { return 2 }
        if value >= 0x2500 && value <= 0x25FC || value >= 0x2800 && value <= 0x28FF { return 1 }
        if contains(value, in: markRanges) { return 0 }
        return contains(value, in: wideRanges) ? 2 : 1
    }

    private static func contains(_ value: UInt32, in ranges: [UInt32]) -> Bool {
        var low = 0
        var high = ranges.count / 2
        while low < high {
            let middle = (low + high) / 2
            if value < ranges[2 * middle] {
                high = middle
            } else if value > ranges[2 * middle + 1] {
                low = middle + 1
            } else {
                return true
            }
        }
        return false
    }
}

extension String {
    /// The length in bytes, and so in columns, of a text that is printable ASCII only.
    var printableASCIICount: Int? {
        var copy = self
        return copy.withUTF8 { bytes in bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? bytes.count : nil }
    }
}
