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
        for hint in hints {
            let spans = [Span(hint.key, theme[.key]), Span(" \(hint.label)", theme[.keyLabel])]
            guard column + canvas.columns(of: spans) <= end else { continue }
            column = canvas.put(spans, row: 0, column: column) + 2
        }
    }

    private static let actionsOnHold: [Action] = [
        .historyBack, .historyForward, .live, .lanes, .eventLog, .enter, .help, .quit,
    ]
    private static let actions: [Action] = [.help, .filter, .quit, .problemsOnly, .nextProblem, .refresh, .enter]

    private var hints: [KeyHint] {
        if let overlay = state.overlays.last { return overlay.hints(state) }
        return (state.isLive ? Self.actions : Self.actionsOnHold).compactMap { action in
            guard let key = state.keyMap.keys(for: action).first, let label = action.label else { return nil }
            return KeyHint(key.description, label)
        }
    }

    /// Where one is in the rows, or in what lies over them.
    private func place(_ canvas: Canvas) -> String {
        if let overlay = state.overlays.last { return overlay.place(state) }
        let rows = state.rows.count
        return rows > 0 ? "\(Numbers.grouped(state.cursor.row + 1))/\(Numbers.grouped(rows))" : ""
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
