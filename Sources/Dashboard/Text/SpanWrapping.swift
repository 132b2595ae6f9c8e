import Terminal

/// Text in several styles cut into lines of at most `width` columns, at blanks where there are any.
/// - Parameter limit: no more lines than these are made.
func wrapped(_ spans: [Span], width: Int, limit: Int, repertoire: Repertoire) -> [[Span]] {
    guard width > 0, limit > 0 else { return [] }
    var lines: [[Span]] = [[]]
    var used = 0
    let columns = { (text: String) in TextWidth.columns(of: text, repertoire: repertoire) }
    for piece in spans.flatMap(pieces) {
        let own = columns(piece.text)
        if used + own <= width {
            lines[lines.count - 1].append(piece)
            used += own
            continue
        }
        if piece.text.allSatisfy({ $0 == " " }) { continue }
        // A word longer than a line goes on where the line is.
        var start = own > width && used < width
        for character in piece.text {
            let next = columns(String(character))
            if !start || used + next > width {
                if lines.count == limit { return withEllipsis(lines.map(joined), width: width, columns) }
                lines.append([])
                (used, start) = (0, true)
            }
            lines[lines.count - 1].append(Span(String(character), piece.style))
            used += next
        }
    }
    return lines.map(joined)
}

/// Words and the blanks between them.
private func pieces(_ span: Span) -> [Span] {
    var pieces: [Span] = []
    var isBlank: Bool?
    for character in span.text.prefix(4096) {
        if isBlank == (character == " ") {
            pieces[pieces.count - 1].text.append(character)
        } else {
            pieces.append(Span(String(character), span.style))
            isBlank = character == " "
        }
    }
    return pieces
}

/// Says that there would be more.
private func withEllipsis(_ lines: [[Span]], width: Int, _ columns: (String) -> Int) -> [[Span]] {
    guard var line = lines.last, var last = line.popLast() else { return lines }
    let before = line.reduce(0) { $0 + columns($1.text) }
    let room = width - before - columns("…")
    while columns(last.text) > room || last.text.last == " ", last.text.count > 1 { last.text.removeLast() }
    last.text += "…"
    return lines.dropLast() + [line + [last]]
}

private func joined(_ spans: [Span]) -> [Span] {
    spans.reduce(into: []) { line, span in
        if let last = line.last, last.style == span.style {
            line[line.count - 1].text += span.text
        } else {
            line.append(span)
        }
    }
}
