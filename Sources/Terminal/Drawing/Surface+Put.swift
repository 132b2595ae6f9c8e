/// What to do with text that does not fit.
package enum Overflow: Hashable, Sendable {
    /// Cut off at the last grapheme that fits.
    case clip
    /// Cut off so that an ellipsis shows that it was.
    case ellipsis
}

package enum Alignment: Hashable, Sendable {
    case left
    case right
    case centre
}

extension Surface {
    /// Writes one line of text, made safe, and cut on a grapheme boundary at `width` columns and at the edges.
    ///
    /// A negative column hides the text's beginning. With an alignment other than `left` the text is placed within
    /// `width` columns (up to the right edge if there is no width). Cells without text are left as they are.
    /// - Returns: the column after the text.
    @discardableResult
    package mutating func put(
        _ text: String, row: Int, column: Int, width: Int? = nil, style: Style = .plain, overflow: Overflow = .clip,
        align: Alignment = .left
    ) -> Int {
        let edge = size.columns
        var end = edge
        if let width, width < edge - column { end = max(column, column + width) }
        guard row >= 0, row < size.rows, column < end else { return column }
        var start = column
        if align != .left {
            let spare = end - column - TextWidth.columns(of: text, repertoire: repertoire)
            if spare > 0 { start += align == .right ? spare : spare / 2 }
        }
        if start >= 0, let count = text.printableASCIICount {
            return put(ascii: text, count: count, row: row, columns: start..<end, style: style, overflow: overflow)
        }
        return put(graphemes: text, row: row, columns: start..<end, style: style, overflow: overflow)
    }

    private mutating func put(
        ascii text: String, count: Int, row: Int, columns: Range<Int>, style: Style, overflow: Overflow
    ) -> Int {
        let isCut = count > columns.count
        let shown = isCut ? columns.count - (overflow == .ellipsis ? 1 : 0) : count
        var text = text
        text.withUTF8 { set(ascii: $0.prefix(shown), row: row, column: columns.lowerBound, style: style) }
        guard isCut, overflow == .ellipsis else { return columns.lowerBound + shown }
        set(ellipsis, row: row, column: columns.upperBound - 1, style: style)
        return columns.upperBound
    }

    private mutating func put(
        graphemes text: String, row: Int, columns: Range<Int>, style: Style, overflow: Overflow
    ) -> Int {
        var reader = GlyphReader(text, repertoire: repertoire)
        var column = columns.lowerBound
        /// Where an ellipsis would go: the last boundary that leaves a column for it.
        var cut = column
        while reader.next() {
            let staysWhole = reader.columns <= Self.widestWhole
            var fits = !staysWhole || column + reader.columns <= columns.upperBound
            if column < columns.upperBound { cut = column }
            for glyph in reader.glyphs where fits {
                if !staysWhole, column < columns.upperBound { cut = column }
                fits = column + glyph.columns <= columns.upperBound
                guard fits else { break }
                show(glyph, row: row, column: column, style: style)
                column += glyph.columns
            }
            if fits { continue }
            guard overflow == .ellipsis else { return column }
            for drawn in cut..<max(cut, column) { set(.blank, row: row, column: drawn, style: style) }
            set(ellipsis, row: row, column: cut, style: style)
            return cut + 1
        }
        return column
    }

    private mutating func show(_ glyph: Glyph, row: Int, column: Int, style: Style) {
        if column == -1, glyph.columns == 2 {
            set(.blank, row: row, column: 0, style: style)
        } else {
            set(glyph, row: row, column: column, style: style)
        }
    }

    private var ellipsis: Glyph { Glyph(repertoire == .ascii ? "~" : "…") }

    /// Graphemes of more columns are hostile, or escapes; they may be cut anywhere.
    private static let widestWhole = 4
}
