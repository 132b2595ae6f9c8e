import Terminal

/// Which line of a list one is on, and which lines are to be seen.
struct ListCursor: Hashable, Sendable {
    private(set) var index = 0
    private(set) var top = 0

    init(at index: Int = 0) { self.index = max(0, index) }

    mutating func move(to index: Int, of count: Int) { self.index = max(0, min(index, count - 1)) }

    mutating func move(by step: Int, of count: Int) { move(to: index + step, of: count) }

    /// Whether the key was for moving in the list. Letters are left to whoever types: a list beside a text field goes by
    /// arrows alone.
    mutating func take(_ key: Key, of count: Int, page: Int, keyMap: KeyMap? = nil) -> Bool {
        switch (key.code, keyMap?[key]) {
        case (.up, _), (_, .up): move(by: -1, of: count)
        case (.down, _), (_, .down): move(by: 1, of: count)
        case (.pageUp, _), (_, .pageUp): move(by: -max(1, page - 1), of: count)
        case (.pageDown, _), (_, .pageDown): move(by: max(1, page - 1), of: count)
        case (_, .first): move(to: 0, of: count)
        case (_, .last): move(to: count - 1, of: count)
        default: return false
        }
        return true
    }

    /// The lines to draw in so many rows, those around the cursor.
    func visible(of count: Int, rows: Int) -> Range<Int> {
        let rows = max(0, min(rows, count))
        let first = max(0, min(max(min(top, index), index - rows + 1), count - rows))
        return first..<first + rows
    }

    /// Keeps the lines that are seen where they are until the cursor leaves them.
    mutating func settle(of count: Int, rows: Int) { top = visible(of: count, rows: rows).lowerBound }
}
