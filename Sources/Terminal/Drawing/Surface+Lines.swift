extension Surface {
    /// Draws a frame along the inner edge of the block, with a title in its upper line and a note at the line's end. Where both do not fit, the
    /// note loses its first words.
    package mutating func box(
        _ rect: Rect, style: Style = .plain, title: String = "", titleStyle: Style? = nil, note: String = "",
        noteStyle: Style? = nil
    ) {
        guard rect.rows >= 2, rect.columns >= 2 else { return }
        let last = rect.columns - 1
        for row in [rect.row, rect.bottom - 1] {
            for column in rect.column..<rect.right { draw("─", row: row, column: column, style: style) }
        }
        for row in rect.row..<rect.bottom {
            draw("│", row: row, column: rect.column, style: style)
            draw("│", row: row, column: rect.column + last, style: style)
        }
        draw("╭", row: rect.row, column: rect.column, style: style)
        draw("╮", row: rect.row, column: rect.column + last, style: style)
        draw("╰", row: rect.bottom - 1, column: rect.column, style: style)
        draw("╯", row: rect.bottom - 1, column: rect.column + last, style: style)
        caption(
            row: rect.row, columns: rect.column + 2..<max(rect.column + 2, rect.right - 2), title: title,
            titleStyle: titleStyle ?? style, note: note, noteStyle: noteStyle ?? style)
    }

    /// Draws a horizontal line, joined to the frame of a box that it crosses if `joined`, with captions as in `box`.
    package mutating func rule(
        row: Int, columns: Range<Int>, style: Style = .plain, joined: Bool = false, title: String = "",
        titleStyle: Style? = nil, note: String = "", noteStyle: Style? = nil
    ) {
        for column in columns { draw("─", row: row, column: column, style: style) }
        if joined, columns.count >= 2 {
            draw("├", row: row, column: columns.lowerBound, style: style)
            draw("┤", row: row, column: columns.upperBound - 1, style: style)
        }
        caption(
            row: row, columns: columns.lowerBound + 2..<max(columns.lowerBound + 2, columns.upperBound - 2),
            title: title, titleStyle: titleStyle ?? style, note: note, noteStyle: noteStyle ?? style)
    }

    /// Draws a vertical line.
    package mutating func divider(column: Int, rows: Range<Int>, style: Style = .plain) {
        for row in rows { draw("│", row: row, column: column, style: style) }
    }

    private mutating func caption(
        row: Int, columns: Range<Int>, title: String, titleStyle: Style, note: String, noteStyle: Style
    ) {
        var end = columns.upperBound
        let reserved = title.isEmpty ? 0 : TextWidth.columns(of: title, repertoire: repertoire) + 3
        let note = shortened(note, to: columns.count - reserved - 2, most: columns.count - 2)
        if !note.isEmpty {
            end -= TextWidth.columns(of: note, repertoire: repertoire) + 2
            put(" " + note + " ", row: row, column: end, style: noteStyle)
            end -= 1
        }
        guard !title.isEmpty, end - columns.lowerBound > 2 else { return }
        let width = end - columns.lowerBound
        put(" ", row: row, column: columns.lowerBound, style: titleStyle)
        let next = put(
            title, row: row, column: columns.lowerBound + 1, width: width - 2, style: titleStyle, overflow: .ellipsis)
        put(" ", row: row, column: next, style: titleStyle)
    }

    /// As many of the last words as there is room for; none of what would not fit in `most` columns as a whole.
    private func shortened(_ note: String, to width: Int, most: Int) -> String {
        if TextWidth.columns(of: note, repertoire: repertoire) <= width { return note }
        guard TextWidth.columns(of: note, repertoire: repertoire) <= most else { return "" }
        var rest = Substring(note)
        while let blank = rest.firstIndex(of: " ") {
            rest = rest[blank...].drop { $0 == " " }
            let text = "… \(rest)"
            if !rest.isEmpty, TextWidth.columns(of: text, repertoire: repertoire) <= width { return text }
        }
        return ""
    }

    private mutating func draw(_ line: Unicode.Scalar, row: Int, column: Int, style: Style) {
        let shown = repertoire == .ascii ? ASCIISubstitute.of(line) ?? "+" : line
        set(Glyph(shown), row: row, column: column, style: style)
    }
}
