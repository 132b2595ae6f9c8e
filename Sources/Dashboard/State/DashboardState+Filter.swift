import Terminal

/// Keys while the filter is typed.
extension DashboardState {
    mutating func takeInFilter(_ input: KeyEvent) -> [Effect] {
        guard case .filter(var prompt) = focus else { return [] }
        message = nil
        switch input {
        case .key(let key):
            if key == .escape { return cancel() }
            if key == .enter { return finish(prompt) }
            if let step = Self.historyStep(key) {
                guard prompt.recall(by: step) else { return [.bell] }
                break
            }
            if prompt.edit(key) { break }
            return takeMovement(key)
        case .paste(let text): prompt.insert(text)
        case .mouse(let mouse): return take(mouse)
        }
        focus = .filter(prompt)
        use(prompt.filter)
        return []
    }

    mutating func openFilter() {
        if filter.isEmpty || cursorBeforeFilter == nil { cursorBeforeFilter = placedCursor }
        focus = .filter(FilterPrompt(filter, history: filterHistory))
    }

    /// Shows what the filter lets through. The cursor goes to where it was before as soon as it can; with no filter to the
    /// same line, too.
    mutating func use(_ filter: Filter) {
        guard filter != self.filter else { return }
        if self.filter.isEmpty, cursorBeforeFilter == nil { cursorBeforeFilter = placedCursor }
        self.filter = filter
        schedule.wantNow()
        guard var before = cursorBeforeFilter, before.cursor.hasMoved else { return }
        if !filter.isEmpty { before.line = nil }
        wish = before
    }

    /// Shows everything again, with the cursor where it was before anything was hidden, or where the user has moved it since.
    mutating func clearFilter() {
        use(.none)
        cursorBeforeFilter = nil
    }

    private mutating func cancel() -> [Effect] {
        focus = .table
        clearFilter()
        return []
    }

    /// A text that cannot be read stays open, with its error.
    private mutating func finish(_ prompt: FilterPrompt) -> [Effect] {
        if prompt.error != nil { return [.bell] }
        focus = .table
        if filter.isEmpty { cursorBeforeFilter = nil }
        remember(prompt.text)
        return []
    }

    private static let longestHistory = 100

    private mutating func remember(_ text: String) {
        guard !filter.isEmpty else { return }
        filterHistory.removeAll { $0 == text }
        filterHistory.append(text)
        if filterHistory.count > Self.longestHistory { filterHistory.removeFirst() }
    }

    private static func historyStep(_ key: Key) -> Int? {
        switch key {
        case .control("p"): -1
        case .control("n"): 1
        default: nil
        }
    }

    /// Rows can be looked through without leaving the prompt.
    private mutating func takeMovement(_ key: Key) -> [Effect] {
        switch key.code {
        case .up: move(by: -1)
        case .down: move(by: 1)
        case .pageUp: scroll(by: -(pageHeight - 1))
        case .pageDown: scroll(by: pageHeight - 1)
        default: break
        }
        return []
    }
}
