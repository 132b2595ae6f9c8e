import ServiceCatalog
import Terminal

/// The chapters of the help in as many columns as there is room for.
struct HelpView: View {
    let chapters: [HelpChapter]
    /// The first line that is shown.
    let top: Int

    private enum Row {
        case blank
        case title(String)
        case line(HelpChapter.Line, termWidth: Int)
    }

    private static func columnCount(_ width: Int) -> Int {
        switch width {
        case 170...: 3
        case 110...: 2
        default: 1
        }
    }

    func lineCount(in size: Size) -> Int { columns(in: size).map(\.count).max() ?? 0 }

    func draw(on canvas: inout Canvas) {
        let columns = columns(in: canvas.size)
        let width = canvas.size.columns / max(1, columns.count)
        for (index, rows) in columns.enumerated() {
            let part = Rect(row: 0, column: index * width + 1, rows: canvas.size.rows, columns: width - 2)
            canvas.draw(in: part) { canvas in
                for (row, content) in rows.dropFirst(top).prefix(canvas.size.rows).enumerated() {
                    draw(content, row: row, on: &canvas)
                }
            }
        }
        if chapters.isEmpty {
            canvas.put("nothing in the help is like this", row: 0, column: 1, style: canvas.theme[.dim])
        }
    }

    private func draw(_ content: Row, row: Int, on canvas: inout Canvas) {
        let theme = canvas.theme
        switch content {
        case .blank: break
        case .title(let title): canvas.put(title, row: row, column: 0, style: theme[.title])
        case .line(let line, let width):
            var term = line.term
            var style = theme[.key]
            if let status = line.status {
                term = theme.sign(of: status, in: canvas.repertoire) + " " + term
                style = theme[status]
            }
            let end = canvas.put(term, row: row, column: 0, style: style)
            canvas.put(line.meaning, row: row, column: max(width, end + 1), style: theme[.text])
        }
    }

    /// Chapters stay whole; each column takes its part of what is left.
    private func columns(in size: Size) -> [[Row]] {
        var columns: [[Row]] = []
        var rest = chapters.map { chapter in
            [.title(chapter.title)] + chapter.lines.map { Row.line($0, termWidth: chapter.termWidth) }
        }
        for left in stride(from: Self.columnCount(size.columns), to: 0, by: -1) {
            let wanted = (rest.reduce(0) { $0 + $1.count + 1 } + left - 1) / left
            var column: [Row] = []
            while let next = rest.first, left == 1 || column.isEmpty || column.count + next.count / 2 < wanted {
                column += (column.isEmpty ? [] : [.blank]) + next
                rest.removeFirst()
            }
            columns.append(column)
        }
        return columns
    }
}
