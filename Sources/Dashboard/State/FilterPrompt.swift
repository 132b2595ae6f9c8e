import ServiceCatalog
import Terminal

/// The filter while it is being typed.
struct FilterPrompt: Hashable, Sendable {
    private(set) var characters: [Character]
    /// Where the next character goes.
    private(set) var caret: Int
    private(set) var error: FilterError?
    /// What can be read of the text.
    private(set) var filter: Filter
    /// Where the cursor was before: Esc brings it back.
    let cursor: Cursor

    init(_ filter: Filter, cursor: Cursor) {
        characters = Array(filter.text)
        caret = characters.count
        self.filter = filter
        self.cursor = cursor
    }

    var text: String { String(characters) }

    /// Whether the key was for the text.
    mutating func edit(_ key: Key) -> Bool {
        switch (key.code, key.modifiers) {
        case (.character(let character), []): insert(String(character))
        case (.backspace, _), (.character("h"), .control): remove(caret - 1..<caret)
        case (.delete, []): remove(caret..<caret + 1)
        case (.character("u"), .control): remove(0..<caret)
        case (.character("k"), .control): remove(caret..<characters.count)
        case (.character("w"), .control), (.backspace, .alt): remove(startOfWord..<caret)
        case (.left, []), (.character("b"), .control): caret = max(0, caret - 1)
        case (.right, []), (.character("f"), .control): caret = min(characters.count, caret + 1)
        case (.home, []), (.character("a"), .control): caret = 0
        case (.end, []), (.character("e"), .control): caret = characters.count
        default: return false
        }
        return true
    }

    mutating func insert(_ text: String) {
        let room = max(0, FilterToken.longestText - characters.count)
        let fresh = text.prefix(room).map { $0.isNewline || $0 == "\t" ? " " : $0 }
        characters.insert(contentsOf: fresh, at: caret)
        caret += fresh.count
        read()
    }

    private mutating func remove(_ range: Range<Int>) {
        let range = range.clamped(to: 0..<characters.count)
        guard !range.isEmpty else { return }
        characters.removeSubrange(range)
        caret = range.lowerBound
        read()
    }

    private var startOfWord: Int {
        let blanks = characters[..<caret].reversed().prefix { $0 == " " }.count
        let word = characters[..<(caret - blanks)].reversed().prefix { $0 != " " }.count
        return caret - blanks - word
    }

    private mutating func read() {
        do throws(FilterError) {
            filter = try Filter(parsing: text)
            error = nil
        } catch {
            self.error = error
            if let rest = withoutLastTerm { filter = rest }
        }
    }

    /// What is left of the filter while its last term is still being typed: `status:` is no word to look for.
    private var withoutLastTerm: Filter? {
        let kept = characters.lastIndex(of: " ").map { characters[..<$0] } ?? []
        return try? Filter(parsing: String(kept))
    }
}
