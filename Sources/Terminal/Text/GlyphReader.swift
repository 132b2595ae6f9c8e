/// Cuts a text into graphemes and each into the glyphs that show it; nothing that a terminal would execute comes out.
///
/// Control characters, bidirectional overrides, invisible and unassigned scalars become visible escapes; marks beyond
/// two on one base become their number; flags become their letters; the parts of joined emoji stand side by side.
struct GlyphReader {
    private let text: String
    private let scalars: String.UnicodeScalarView
    private let repertoire: Repertoire
    private var index: String.Index
    /// Whether marks may go on the last glyph, and which scalar it shows.
    private var base: Unicode.Scalar?
    private var excessMarks = 0

    /// The grapheme that `next` has read.
    private(set) var glyphs: [Glyph] = []
    private(set) var columns = 0

    init(_ text: String, repertoire: Repertoire) {
        self.text = text
        scalars = text.unicodeScalars
        self.repertoire = repertoire
        index = text.startIndex
    }

    /// Reads one grapheme; false at the end.
    mutating func next() -> Bool {
        guard index < scalars.endIndex else { return false }
        glyphs.removeAll(keepingCapacity: true)
        columns = 0
        base = nil
        let scalar = scalars[index]
        let following = scalars.index(after: index)
        if ScalarKind.isPlain(scalar) && (following == scalars.endIndex || ScalarKind.isPlain(scalars[following])) {
            show(scalar, columns: TextWidth.columns(of: scalar))
            index = following
        } else {
            let end = text.index(after: index)
            readCluster(scalars[index..<end])
            index = end
        }
        return true
    }

    private mutating func readCluster(_ cluster: Substring.UnicodeScalarView) {
        var position = cluster.startIndex
        while position < cluster.endIndex {
            let scalar = cluster[position]
            position = cluster.index(after: position)
            read(scalar, isLast: position == cluster.endIndex)
        }
        writeExcessMarks()
    }

    private mutating func read(_ scalar: Unicode.Scalar, isLast: Bool) {
        let kind = ScalarKind(scalar)
        if case .mark = kind {} else { writeExcessMarks() }
        switch kind {
        case .visible(let width):
            if scalar.properties.isEmojiModifier && base?.properties.isEmojiModifierBase == true { return }
            show(scalar, columns: width)
        case .mark where repertoire == .ascii:
            escape(scalar)
        case .mark:
            if base == nil { show("\u{25CC}", columns: 1) }
            add(mark: scalar)
        case .blank:
            show("\u{2423}", columns: 1)
        case .regionalIndicator:
            show(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value - 0x1F1E6 + 0x41)), columns: 1)
        case .hidden where joinsEmoji(scalar, isLast: isLast):
            return
        case .hidden:
            escape(scalar)
        }
    }

    /// A joiner between two emoji, or a choice of the coloured shape, of which terminals know no common width.
    private func joinsEmoji(_ scalar: Unicode.Scalar, isLast: Bool) -> Bool {
        guard let base, base.value > 0xFF, base.properties.isEmoji else { return false }
        return switch scalar.value {
        case 0x200D: !isLast
        case 0xFE0E, 0xFE0F: true
        default: false
        }
    }
}

extension GlyphReader {
    private mutating func show(_ scalar: Unicode.Scalar, columns width: Int) {
        if repertoire == .ascii, scalar.value > 0x7E {
            if let text = ASCIISubstitute.text(of: scalar) { return write(ascii: text) }
            guard let substitute = ASCIISubstitute.of(scalar) else { return escape(scalar) }
            append(Glyph(substitute), columns: 1)
            if width == 2 { append(Glyph.blank, columns: 1) }
        } else {
            append(Glyph(scalar, wide: width == 2), columns: width)
        }
        base = scalar
    }

    private mutating func add(mark: Unicode.Scalar) {
        if glyphs.isEmpty || !glyphs[glyphs.count - 1].add(mark: mark) { excessMarks += 1 }
    }

    /// Says how many marks were left out, as `\+28`.
    private mutating func writeExcessMarks() {
        guard excessMarks > 0 else { return }
        write(ascii: "\\+\(excessMarks)")
        excessMarks = 0
    }

    /// Control pictures for C0 (`^[` in ASCII), `\u{202E}` for everything else.
    private mutating func escape(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        switch (value, repertoire) {
        case (0..<0x20, .unicode): append(Glyph(Unicode.Scalar(UInt8(value)).picture), columns: 1)
        case (0x7F, .unicode): append(Glyph("\u{2421}"), columns: 1)
        case (0..<0x20, .ascii), (0x7F, .ascii):
            append(Glyph("^"), columns: 1)
            append(Glyph(Unicode.Scalar(UInt8(value) ^ 0x40)), columns: 1)
        default: write(ascii: "\\u{" + String(value, radix: 16, uppercase: true) + "}")
        }
        base = nil
    }

    private mutating func write(ascii text: String) {
        for byte in text.utf8 { append(Glyph(Unicode.Scalar(byte)), columns: 1) }
        base = nil
    }

    private mutating func append(_ glyph: Glyph, columns width: Int) {
        glyphs.append(glyph)
        columns += width
    }
}

extension Unicode.Scalar {
    /// The picture of a C0 control character.
    fileprivate var picture: Unicode.Scalar { Unicode.Scalar(0x2400 + (value & 0x1F)) ?? "\u{2426}" }
}
