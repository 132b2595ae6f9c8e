import Terminal

/// A line of text that is being typed.
struct TextField: Hashable, Sendable {
    private(set) var characters: [Character]
    /// Where the next character goes.
    private(set) var caret: Int
    /// Characters that it takes at the most.
    let limit: Int

    init(_ text: String = "", limit: Int = 256) {
        characters = Array(text.prefix(limit))
        caret = characters.count
        self.limit = limit
    }

    var text: String { String(characters) }
    var isEmpty: Bool { characters.isEmpty }

    /// Whether the key was for the text.
    mutating func edit(_ key: Key) -> Bool {
        switch (key.code, key.modifiers) {
        case (.character(let character), []): insert(String(character))
        case (.backspace, []), (.backspace, .shift), (.character("h"), .control): remove(caret - 1..<caret)
        case (.delete, []): remove(caret..<caret + 1)
        case (.character("u"), .control): remove(0..<caret)
        case (.character("k"), .control): remove(caret..<characters.count)
        case (.character("w"), .control), (.backspace, .alt), (.backspace, .control): remove(startOfWord..<caret)
        case (.left, []), (.character("b"), .control): caret = max(0, caret - 1)
        case (.right, []), (.character("f"), .control): caret = min(characters.count, caret + 1)
        case (.home, []), (.character("a"), .control): caret = 0
        case (.end, []), (.character("e"), .control): caret = characters.count
        default: return false
        }
        return true
    }

    mutating func insert(_ text: String) {
        let room = max(0, limit - characters.count)
        let fresh = text.prefix(room).map { $0.isNewline || $0 == "\t" ? " " : $0 }
        characters.insert(contentsOf: fresh, at: caret)
        caret += fresh.count
    }

    mutating func replace(with text: String) {
        self = TextField(text, limit: limit)
    }

    private mutating func remove(_ range: Range<Int>) {
        let range = range.clamped(to: 0..<characters.count)
        guard !range.isEmpty else { return }
        characters.removeSubrange(range)
        caret = range.lowerBound
    }

    private var startOfWord: Int {
        let blanks = characters[..<caret].reversed().prefix { $0 == " " }.count
        let word = characters[..<(caret - blanks)].reversed().prefix { $0 != " " }.count
        return caret - blanks - word
    }
}

extension Canvas {
    /// The text with the caret in it, moved to the left as far as the caret needs; in the canvas's first row.
    /// - Parameter wrongFrom: the first character that is part of a mistake.
    mutating func draw(_ field: TextField, wrongFrom: Int? = nil) {
        let before = field.characters[..<field.caret].reduce(0) { $0 + columns(of: String($1)) }
        var column = -max(0, before - size.columns + 1)
        for (index, character) in field.characters.enumerated() {
            let isWrong = wrongFrom.map { index >= $0 } ?? false
            var style = theme[isWrong ? .error : .text]
            if index == field.caret { style = style.adding(.reverse) }
            let end = column + columns(of: String(character))
            if column >= 0 { put(String(character), row: 0, column: column, style: style) }
            column = end
        }
        if field.caret == field.characters.count {
            put(" ", row: 0, column: column, style: theme[.text].adding(.reverse))
        }
    }
}
