import ServiceCatalog
import Terminal

/// The last line: what is being typed, else what there is to say, else which keys there are.
struct FooterView: View {
    let state: DashboardState

    func draw(on canvas: inout Canvas) {
        if case .filter(let prompt) = state.focus {
            draw(prompt, on: &canvas)
        } else if let message = state.message {
            canvas.put(message.text, row: 0, column: 1, style: style(of: message, canvas.theme))
        } else {
            drawKeys(on: &canvas)
        }
    }

    private func style(of message: Message, _ theme: Theme) -> Style {
        switch message.kind {
        case .information: theme[.text]
        case .warning: theme[.warning]
        case .error: theme[.error]
        }
    }

    private func drawKeys(on canvas: inout Canvas) {
        let theme = canvas.theme
        let place = place(canvas)
        let end = canvas.size.columns - canvas.columns(of: place) - 3
        canvas.put(right: [Span(place, theme[.dim])], row: 0, from: 0)
        var column = 1
        let actions: [Action] =
            if case .help = state.focus { place.isEmpty ? [.back] : [.back, .down] } else {
                [.help, .filter, .quit, .problemsOnly, .nextProblem, .refresh, .enter]
            }
        for action in actions {
            guard let key = state.keyMap.keys(for: action).first, let label = action.label ?? Self.helpLabels[action]
            else { continue }
            let spans = [Span("\(key)", theme[.key]), Span(" \(label)", theme[.keyLabel])]
            guard column + canvas.columns(of: spans) <= end else { continue }
            column = canvas.put(spans, row: 0, column: column) + 2
        }
    }

    private static let helpLabels: [Action: String] = [.back: "close", .down: "more"]

    /// Where one is in the rows, or in the help.
    private func place(_ canvas: Canvas) -> String {
        guard case .help(let top) = state.focus else {
            let rows = state.rows.count
            return rows > 0 ? "\(Numbers.grouped(state.cursor.row + 1))/\(Numbers.grouped(rows))" : ""
        }
        let size = state.layout.body.size
        let lines = HelpView(keyMap: state.keyMap, top: top).lineCount(in: size)
        return lines > size.rows ? "\(min(lines, top + size.rows))/\(lines)" : ""
    }
}

// MARK: - The filter

extension FooterView {
    /// Whether what is wrong with the filter needs a line of its own above the prompt.
    static func needsSecondLine(_ prompt: FilterPrompt, width: Int, in repertoire: Repertoire) -> Bool {
        guard let error = prompt.error else { return false }
        let columns = { TextWidth.columns(of: $0, repertoire: repertoire) }
        return columns(prompt.text) + columns(error.message) + 8 > width
    }

    private func draw(_ prompt: FilterPrompt, on canvas: inout Canvas) {
        let theme = canvas.theme
        let row = canvas.size.rows - 1
        let note = note(prompt, canvas)
        var room = canvas.size.columns - 2
        if row > 0 {
            canvas.fill(Rect(row: 0, column: 0, rows: 1, columns: canvas.size.columns), style: theme[.text])
            canvas.put(note, row: 0, column: 2)
        } else if canvas.columns(of: note) + canvas.columns(of: prompt.text) + 8 <= canvas.size.columns {
            canvas.put(right: note, row: row, from: 0)
            room -= canvas.columns(of: note) + 3
        }
        canvas.put("/", row: row, column: 1, style: theme[.prompt])
        canvas.draw(in: Rect(row: row, column: 2, rows: 1, columns: room)) { draw(prompt, in: &$0) }
    }

    /// The text with the caret in it, moved to the left as far as the caret needs.
    private func draw(_ prompt: FilterPrompt, in canvas: inout Canvas) {
        let theme = canvas.theme
        let before = prompt.characters[..<prompt.caret].reduce(0) { $0 + canvas.columns(of: String($1)) }
        var column = -max(0, before - canvas.size.columns + 1)
        for (index, character) in prompt.characters.enumerated() {
            let isWrong = prompt.error.map { index >= $0.position } ?? false
            var style = theme[isWrong ? .error : .text]
            if index == prompt.caret { style = style.adding(.reverse) }
            let end = column + canvas.columns(of: String(character))
            if column >= 0 { canvas.put(String(character), row: 0, column: column, style: style) }
            column = end
        }
        if prompt.caret == prompt.characters.count {
            canvas.put(" ", row: 0, column: column, style: theme[.text].adding(.reverse))
        }
    }

    private func note(_ prompt: FilterPrompt, _ canvas: Canvas) -> [Span] {
        let theme = canvas.theme
        if let error = prompt.error {
            // What is still being typed is not a mistake yet.
            let isAtEnd = error.position >= prompt.characters.count
            return [Span(error.message, theme[isAtEnd ? .suggestion : .error])]
        }
        if prompt.characters.isEmpty {
            return [Span("words, status:down, port>8000, rtt>50ms, !word", theme[.suggestion])]
        }
        return [
            Span("Enter", theme[.key]), Span(" keep  ", theme[.keyLabel]), Span("Esc", theme[.key]),
            Span(" clear", theme[.keyLabel]),
        ]
    }
}
