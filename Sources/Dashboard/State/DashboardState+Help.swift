import Terminal

/// Keys while the help is open.
extension DashboardState {
    mutating func takeInHelp(_ input: KeyEvent) -> [Effect] {
        guard case .help(let top) = focus else { return [] }
        let page = max(1, layout.body.rows - 2)
        switch input {
        case .key(let key): return takeInHelp(key, top: top, page: page)
        case .mouse(let mouse):
            switch mouse.action {
            case .wheelUp: scrollHelp(to: top - 3)
            case .wheelDown: scrollHelp(to: top + 3)
            case .press: focus = .table
            case .release, .drag: break
            }
        case .paste: break
        }
        return []
    }

    private mutating func takeInHelp(_ key: Key, top: Int, page: Int) -> [Effect] {
        switch keyMap[key] {
        case .up: scrollHelp(to: top - 1)
        case .down: scrollHelp(to: top + 1)
        case .pageUp, .halfPageUp: scrollHelp(to: top - page)
        case .pageDown, .halfPageDown: scrollHelp(to: top + page)
        case .first: scrollHelp(to: 0)
        case .last: scrollHelp(to: .max)
        case .quit, .back, .help, .enter: focus = .table
        default: break
        }
        return []
    }

    private mutating func scrollHelp(to line: Int) {
        let lines = HelpView(keyMap: keyMap, top: 0).lineCount(in: layout.body.size)
        focus = .help(top: max(0, min(line, lines - layout.body.rows)))
    }
}
