import Terminal

/// A text cut into lines of at most `width` columns, at blanks where there are any.
/// - Parameter limit: no more lines than these are made.
func wrapped(_ text: String, width: Int, limit: Int, repertoire: Repertoire) -> [String] {
    guard width > 0, limit > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    var columns = 0
    var lastBlank: (index: String.Index, columns: Int)?
    for character in text.prefix(width * limit + limit) {
        let own = TextWidth.columns(of: String(character), repertoire: repertoire)
        if columns + own > width, !line.isEmpty {
            if character != " ", let blank = lastBlank {
                lines.append(String(line[..<blank.index]))
                line = String(line[line.index(after: blank.index)...])
                columns -= blank.columns
            } else {
                lines.append(line)
                (line, columns) = ("", 0)
            }
            lastBlank = nil
            if lines.count == limit { return lines }
            if character == " ", line.isEmpty { continue }
        }
        line.append(character)
        columns += own
        if character == " " { lastBlank = (line.index(before: line.endIndex), columns) }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
}
