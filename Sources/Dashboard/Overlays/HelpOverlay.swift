import Terminal

/// The help: every key that is bound, the language of the filter, and what each status means.
struct HelpOverlay: Overlay {
    /// The first line that is shown.
    private var top = 0

    init() {}

    func draw(_ state: DashboardState, on canvas: inout Canvas) {
        HelpView(keyMap: state.keyMap, top: top).draw(on: &canvas)
    }

    mutating func take(_ input: KeyEvent, in state: inout DashboardState) -> OverlayTurn {
        let page = max(1, state.layout.body.rows - 2)
        switch input {
        case .key(let key):
            switch state.keyMap[key] {
            case .up: scroll(by: -1, state)
            case .down: scroll(by: 1, state)
            case .pageUp, .halfPageUp: scroll(by: -page, state)
            case .pageDown, .halfPageDown: scroll(by: page, state)
            case .first: top = 0
            case .last: scroll(by: lineCount(state), state)
            case .quit, .back, .help, .enter: return .close
            default: break
            }
        case .mouse(let mouse):
            switch mouse.action {
            case .wheelUp: scroll(by: -3, state)
            case .wheelDown: scroll(by: 3, state)
            case .press: return .close
            case .release, .drag: break
            }
        case .paste: break
        }
        return .stay
    }

    func hints(_ state: DashboardState) -> [KeyHint] {
        let key = { (action: Action) in state.keyMap.keys(for: action).first?.description ?? "" }
        let close = KeyHint(key(.back), "close")
        return place(state).isEmpty ? [close] : [close, KeyHint(key(.down), "more")]
    }

    func place(_ state: DashboardState) -> String {
        let lines = lineCount(state)
        let rows = state.layout.body.rows
        return lines > rows ? "\(min(lines, top + rows))/\(lines)" : ""
    }

    private func lineCount(_ state: DashboardState) -> Int {
        HelpView(keyMap: state.keyMap, top: top).lineCount(in: state.layout.body.size)
    }

    private mutating func scroll(by step: Int, _ state: DashboardState) {
        top = max(0, min(top + step, lineCount(state) - state.layout.body.rows))
    }
}
