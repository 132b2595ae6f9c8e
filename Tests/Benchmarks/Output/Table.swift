import Glibc

/// Rows of text in columns, the first one to the left, the others to the right.
struct Table {
    private let title: String
    private var rows: [[String]]

    init(_ title: String, columns: [String]) {
        self.title = title
        rows = [[""] + columns]
    }

    mutating func add(_ name: String, _ cells: [String]) { rows.append([name] + cells) }

    func print() {
        let widths = rows[0].indices.map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        show("\n\(title)\n")
        for row in rows {
            let cells = row.enumerated().map { column, cell in
                column == 0
                    ? cell.padded(to: widths[column])
                    : String(repeating: " ", count: widths[column] - cell.count) + cell
            }
            show("  " + cells.joined(separator: "   ") + "\n")
        }
    }
}

/// Writes at once: whoever watches a long run sees how far it is.
func show(_ text: String) {
    print(text, terminator: "")
    fflush(nil)
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
