import Terminal

/// A text cut into lines of at most `width` columns, at blanks where there are any, else behind a dot of a name.
/// - Parameter limit: no more lines than these are made.
func wrapped(_ text: String, width: Int, limit: Int, repertoire: Repertoire) -> [String] {
    guard width > 0, limit > 0 else { return [] }
    var lines: [WrappedLine] = []
    var line = WrappedLine()
    for character in text.prefix(width * limit + limit) {
        let columns = TextWidth.columns(of: String(character), repertoire: repertoire)
        if line.columns + columns > width, !line.isEmpty {
            let rest = line.cut(before: character)
            lines.append(line)
            if lines.count == limit { return lines.map(\.text) }
            line = rest
            if character == " ", line.isEmpty { continue }
        }
        line.append(character, columns)
    }
    if !line.isEmpty {
        if let last = lines.indices.last { lines[last].lendWord(to: &line, width: width) }
        lines.append(line)
    }
    return lines.map(\.text)
}

/// A line that is being filled.
private struct WrappedLine {
    private struct Piece {
        var character: Character
        var columns: Int
    }

    private var pieces: [Piece] = []
    private(set) var columns = 0
    /// Ended at a blank, not within a word.
    private var isWholeWords = false

    /// A last line of so few columns is not left alone.
    private static let lonely = 3

    var isEmpty: Bool { pieces.isEmpty }
    var text: String { String(pieces.map(\.character)) }

    mutating func append(_ character: Character, _ columns: Int) {
        pieces.append(Piece(character: character, columns: columns))
        self.columns += columns
    }

    /// Ends it, and returns what goes on in the next line.
    mutating func cut(before character: Character) -> WrappedLine {
        if character == " " {
            isWholeWords = true
            return WrappedLine()
        }
        if let blank = lastBlank {
            let rest = split(at: blank + 1)
            columns -= pieces.removeLast().columns
            isWholeWords = true
            return rest
        }
        if let stop = pieces.lastIndex(where: { $0.character == "." || $0.character == "/" }), stop * 2 > pieces.count {
            return split(at: stop + 1)
        }
        // A line does not begin with what ends a word.
        return Self.endsWord(character) && pieces.count > 1 ? split(at: pieces.count - 1) : WrappedLine()
    }

    /// Gives its last word to the line after it, where that would be all but empty.
    mutating func lendWord(to next: inout WrappedLine, width: Int) {
        guard isWholeWords, next.columns <= Self.lonely, let blank = lastBlank else { return }
        var word = split(at: blank + 1)
        guard word.columns + 1 + next.columns <= width else {
            for piece in word.pieces { append(piece.character, piece.columns) }
            return
        }
        columns -= pieces.removeLast().columns
        word.append(" ", 1)
        for piece in next.pieces { word.append(piece.character, piece.columns) }
        next = word
    }

    /// The last blank with something before it.
    private var lastBlank: Int? {
        guard let blank = pieces.lastIndex(where: { $0.character == " " }),
            pieces[..<blank].contains(where: { $0.character != " " })
        else { return nil }
        return blank
    }

    private mutating func split(at index: Int) -> WrappedLine {
        var rest = WrappedLine()
        for piece in pieces[index...] { rest.append(piece.character, piece.columns) }
        pieces.removeSubrange(index...)
        columns -= rest.columns
        return rest
    }

    private static func endsWord(_ character: Character) -> Bool { ".,;:!?)".contains(character) }
}
