import ServiceCatalog
import Terminal

/// The filter while it is being typed.
struct FilterPrompt: Hashable, Sendable {
    private(set) var field: TextField
    private(set) var error: FilterError?
    /// What can be read of the text.
    private(set) var filter: Filter
    /// Earlier filters, the latest last; which of them is in the line, and what was typed before one was.
    private let history: [String]
    private var place: Int
    private var typed = ""

    init(_ filter: Filter, history: [String] = []) {
        self.history = history
        place = history.count
        field = TextField(filter.text, limit: FilterToken.longestText)
        self.filter = filter
    }

    var text: String { field.text }
    var hasHistory: Bool { !history.isEmpty }

    /// Whether the key was for the text.
    mutating func edit(_ key: Key) -> Bool {
        guard field.edit(key) else { return false }
        read()
        return true
    }

    mutating func insert(_ text: String) {
        field.insert(text)
        read()
    }

    /// Puts an earlier filter, or a later one, in the line; behind the latest what was typed.
    /// - Returns: whether there was one.
    mutating func recall(by step: Int) -> Bool {
        let next = place + step
        guard (0...history.count).contains(next) else { return false }
        if place == history.count { typed = text }
        place = next
        field = TextField(next < history.count ? history[next] : typed, limit: field.limit)
        read()
        return true
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
        let characters = field.characters
        let kept = characters.lastIndex(of: " ").map { characters[..<$0] } ?? []
        return try? Filter(parsing: String(kept))
    }
}
