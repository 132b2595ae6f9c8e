import Terminal

/// The help: every key that is bound, the language of the filter, and what each status means.
struct HelpOverlay: Overlay {
    /// The first line that is shown.
    private var top = 0
    /// What is looked for; nil while nothing is.
    private var search: TextField?
    private var isTyping = false

    init() {}

    private func view(_ state: DashboardState) -> HelpView {
        let text = search?.text ?? ""
        return HelpView(chapters: HelpChapter.all(state.keyMap).compactMap { $0.narrowed(to: text) }, top: top)
    }

    // MARK: Keys

    mutating func take(_ input: KeyEvent, in state: inout DashboardState) -> OverlayTurn {
        switch input {
        case .key(let key): return isTyping ? takeInSearch(key, state) : take(key, state)
        case .mouse(let mouse):
            switch mouse.action {
            case .wheelUp: scroll(by: -3, state)
            case .wheelDown: scroll(by: 3, state)
            case .press: return .close
            case .release, .drag: break
            }
        case .paste(let text):
            search?.insert(text)
            top = 0
        }
        return .stay
    }

    private mutating func take(_ key: Key, _ state: DashboardState) -> OverlayTurn {
        let page = max(1, state.layout.body.rows - 2)
        if key == .escape || key == .enter || key == "q" { return close() }
        switch state.keyMap[key] {
        case .up: scroll(by: -1, state)
        case .down: scroll(by: 1, state)
        case .pageUp, .halfPageUp: scroll(by: -page, state)
        case .pageDown, .halfPageDown: scroll(by: page, state)
        case .first: top = 0
        case .last: scroll(by: lineCount(state), state)
        case .filter:
            search = search ?? TextField()
            isTyping = true
        case .quit, .back, .help: return close()
        default: break
        }
        return .stay
    }

    /// First what was looked for goes, then the help.
    private mutating func close() -> OverlayTurn {
        guard search != nil else { return .close }
        search = nil
        top = 0
        return .stay
    }

    private mutating func takeInSearch(_ key: Key, _ state: DashboardState) -> OverlayTurn {
        switch key.code {
        case .escape:
            isTyping = false
            return close()
        case .enter: isTyping = false
        case .up: scroll(by: -1, state)
        case .down: scroll(by: 1, state)
        default: if search?.edit(key) == true { top = 0 }
        }
        return .stay
    }

    private func lineCount(_ state: DashboardState) -> Int {
        view(state).lineCount(in: textArea(state.layout.body.size))
    }

    private mutating func scroll(by step: Int, _ state: DashboardState) {
        top = max(0, min(top + step, lineCount(state) - textArea(state.layout.body.size).rows))
    }

    // MARK: Looks

    /// What is looked for takes the last line.
    private func textArea(_ size: Size) -> Size {
        search == nil ? size : Size(rows: size.rows - 1, columns: size.columns)
    }

    func draw(_ state: DashboardState, on canvas: inout Canvas) {
        let area = textArea(canvas.size)
        canvas.draw(view(state), in: Rect(area))
        guard let search else { return }
        canvas.put("/", row: area.rows, column: 1, style: canvas.theme[.prompt])
        canvas.draw(in: Rect(row: area.rows, column: 2, rows: 1, columns: area.columns - 3)) { canvas in
            if isTyping {
                canvas.draw(search)
            } else {
                canvas.put(search.text, row: 0, column: 0, style: canvas.theme[.text])
            }
        }
    }

    func hints(_ state: DashboardState) -> [KeyHint] {
        if isTyping { return [KeyHint(.enter, "keep"), KeyHint(.escape, "all")] }
        let more = place(state).isEmpty ? nil : state.hint(.down, "more")
        let close = KeyHint(.escape, search == nil ? "close" : "all")
        return [close] + [state.hint(.filter, "search"), more].compactMap { $0 }
    }

    func place(_ state: DashboardState) -> String {
        let lines = lineCount(state)
        let rows = textArea(state.layout.body.size).rows
        return lines > rows ? "\(min(lines, top + rows))/\(lines)" : ""
    }
}
