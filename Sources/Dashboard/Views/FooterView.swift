import ServiceCatalog
import Terminal

/// The last line: what is being typed, else what there is to say, else which keys there are.
struct FooterView: View {
    let state: DashboardState

    func draw(on canvas: inout Canvas) {
        if case .filter(let prompt) = state.focus {
            draw(prompt, on: &canvas)
        } else if let message = state.message {
            draw(message, on: &canvas)
        } else {
            drawKeys(on: &canvas)
        }
    }

    /// Lines above the usual one that a message takes.
    static func extraLines(_ message: Message, width: Int, in repertoire: Repertoire) -> Int {
        lines(message, width: width, in: repertoire).count - 1
    }

    private static let mostMessageLines = 4

    private static func lines(_ message: Message, width: Int, in repertoire: Repertoire) -> [String] {
        for text in [message.text, message.brief ?? message.text]
        where TextWidth.columns(of: text, repertoire: repertoire) <= width - 2 {
            return [text]
        }
        return wrapped(message.text, width: width - 2, limit: mostMessageLines, repertoire: repertoire)
    }

    private func draw(_ message: Message, on canvas: inout Canvas) {
        let style = style(of: message, canvas.theme)
        canvas.fill(Rect(canvas.size), style: canvas.theme[.text])
        let lines = Self.lines(message, width: canvas.size.columns, in: canvas.repertoire)
        for (row, line) in lines.enumerated() { canvas.put(line, row: row, column: 1, style: style) }
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
        let bar = KeyBar(state, width: canvas.size.columns, repertoire: canvas.repertoire)
        canvas.put(right: (bar.selection?.signs(theme) ?? []) + [Span(bar.place, theme[.dim])], row: 0, from: 0)
        for placed in bar.placed {
            let spans = [Span(placed.hint.key, theme[.key]), Span(" \(placed.hint.label)", theme[.keyLabel])]
            canvas.put(spans, row: 0, column: placed.columns.lowerBound)
        }
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
        canvas.draw(in: Rect(row: row, column: 2, rows: 1, columns: room)) {
            $0.draw(prompt.field, wrongFrom: prompt.error?.position)
        }
    }

    private func note(_ prompt: FilterPrompt, _ canvas: Canvas) -> [Span] {
        let theme = canvas.theme
        if let error = prompt.error {
            // What is still being typed is not a mistake yet.
            let isAtEnd = error.position >= prompt.field.characters.count
            return [Span(error.message, theme[isAtEnd ? .suggestion : .error])]
        }
        if prompt.field.isEmpty {
            return [Span("words, status:down, port>8000, target~^db, !word", theme[.suggestion])]
                + (prompt.hasHistory ? [Span("  Ctrl-P", theme[.key]), Span(" earlier", theme[.keyLabel])] : [])
        }
        let keys = [("Enter", "keep"), ("Esc", "clear")] + (prompt.hasHistory ? [("Ctrl-P", "earlier")] : [])
        return keys.enumerated().flatMap { index, hint in
            [Span(index > 0 ? "  \(hint.0)" : hint.0, theme[.key]), Span(" \(hint.1)", theme[.keyLabel])]
        }
    }
}
