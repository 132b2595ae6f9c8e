import ServiceCatalog
import Terminal

/// Every key that is bound, the language of the filter, and what each status means.
struct HelpView: View {
    let keyMap: KeyMap
    /// The first line that is shown.
    let top: Int

    private static let keyWidth = 15
    /// From here on there are two columns.
    private static let twoColumns = 110

    func draw(on canvas: inout Canvas) {
        let left = keyLines(canvas.theme)
        let right = statusLines(canvas.theme, canvas.repertoire) + [[]] + filterLines(canvas.theme)
        if canvas.size.columns >= Self.twoColumns {
            let half = canvas.size.columns / 2
            draw(left, column: 1, width: half - 3, on: &canvas)
            draw(right, column: half, width: canvas.size.columns - half - 1, on: &canvas)
        } else {
            draw(left + [[]] + right, column: 1, width: canvas.size.columns - 2, on: &canvas)
        }
    }

    func lineCount(in size: Size) -> Int {
        let left = keyLines(.night).count
        let right = statusLines(.night, .unicode).count + 1 + filterLines(.night).count
        return size.columns >= Self.twoColumns ? max(left, right) : left + 1 + right
    }

    private func draw(_ lines: [[Span]], column: Int, width: Int, on canvas: inout Canvas) {
        for (row, line) in lines.dropFirst(top).prefix(canvas.size.rows).enumerated() {
            canvas.put(line, row: row, column: column, width: width)
        }
    }

    private func keyLines(_ theme: Theme) -> [[Span]] {
        var lines: [[Span]] = []
        for section in Action.Section.allCases {
            if !lines.isEmpty { lines.append([]) }
            lines.append([Span(section.rawValue, theme[.title])])
            for action in Action.allCases where action.section == section {
                let keys = keyMap.keys(for: action).map(\.description).joined(separator: " ")
                guard !keys.isEmpty else { continue }
                lines.append([Span(padded(keys, Self.keyWidth), theme[.key]), Span(action.summary, theme[.text])])
            }
        }
        return lines
    }

    private func statusLines(_ theme: Theme, _ repertoire: Repertoire) -> [[Span]] {
        [[Span("Statuses, worst first", theme[.title])]]
            + Status.allCases.map { status in
                let name = theme.sign(of: status, in: repertoire) + " " + status.name
                let gap = padded("", 15 - name.count)
                return [Span(name, theme[status]), Span(gap + status.meaning, theme[.text])]
            }
    }

    private func filterLines(_ theme: Theme) -> [[Span]] {
        let examples = [
            ("ldap dc1", "both words, in any name or status"),
            ("status:down,stale", "one of these statuses"),
            ("port:80  port>8000", "also priority, weight, ttl"),
            ("rtt>50ms  age<10m", "times with a unit"),
            ("target:db*", "also service, instance, reason …"),
            ("target~^db[0-9]+", "regular expression; /dc[12]/"),
            ("!up  not (a or b)", "the opposite; and, or, ( )"),
            ("\"two words\"", "as one"),
        ]
        return [[Span("Filter", theme[.title])]]
            + examples.map { [Span(padded($0, 20), theme[.key]), Span($1, theme[.text])] }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
