/// What one cell shows: a scalar and at most two marks on it, packed into eight bytes.
///
/// A terminal moves by cells, so a grapheme that spans several (an Indic syllable, a chain of emoji) is several glyphs.
package struct Glyph: Hashable, Sendable, BitwiseCopyable {
    /// Three scalars of 21 bits, the base lowest; bit 63: takes two columns.
    private var bits: UInt64

    static let maximumMarks = 2

    /// The right half of a glyph that takes two columns.
    package static let covered = Glyph(bits: 0)
    package static let blank = Glyph(" ")

    private init(bits: UInt64) { self.bits = bits }

    /// - Precondition: `base` can be shown and takes one column, or two if `wide`.
    init(_ base: Unicode.Scalar, wide: Bool = false) {
        bits = UInt64(base.value) | (wide ? 1 << 63 : 0)
    }

    /// Puts a mark on the glyph; false if there is no room left.
    mutating func add(mark: Unicode.Scalar) -> Bool {
        for shift in [21, 42] as [UInt64] where bits >> shift & 0x1F_FFFF == 0 {
            bits |= UInt64(mark.value) << shift
            return true
        }
        return false
    }

    /// 0 for the covered half, else 1 or 2.
    package var columns: Int { bits == 0 ? 0 : Int(bits >> 63) + 1 }

    /// The base, then the marks on it; none for the covered half.
    package func forEachScalar(_ body: (Unicode.Scalar) -> Void) {
        var rest = bits & ~(1 << 63)
        while rest != 0 {
            if let scalar = Unicode.Scalar(UInt32(rest & 0x1F_FFFF)) { body(scalar) }
            rest >>= 21
        }
    }

    package var text: String {
        var text = ""
        forEachScalar { text.unicodeScalars.append($0) }
        return text
    }
}

package struct Cell: Hashable, Sendable, BitwiseCopyable {
    package var glyph: Glyph
    package var style: Style

    package init(_ glyph: Glyph = .blank, style: Style = .plain) {
        self.glyph = glyph
        self.style = style
    }

    package static let blank = Cell()
}
