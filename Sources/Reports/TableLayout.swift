/// Which columns a table has, and how wide each is.
struct TableLayout: Hashable {
    /// Blanks between two columns.
    static let gap = 2

    private(set) var columns: [TableColumn]
    private var widths: [Int]

    /// - Parameters:
    ///   - contentWidths: The widest content by column; a column that has none is left out.
    ///   - width: What there is room for; nil for as much as it takes.
    init(contentWidths: [Int], width: Int?) {
        columns = TableColumn.allCases.filter { contentWidths[$0.rawValue] > 0 }
        if columns.isEmpty { columns = [.status, .service, .target] }
        widths = TableColumn.allCases.map { max(contentWidths[$0.rawValue], $0.title.utf8CodeUnitCount) }
        if let width { fit(into: width) }
    }

    func width(of column: TableColumn) -> Int { widths[column.rawValue] }

    private mutating func fit(into width: Int) {
        for column in TableColumn.dispensable where leastTotal > width { columns.removeAll { $0 == column } }
        while total > width, let widest = widestShrinkable { widths[widest.rawValue] -= 1 }
    }

    private var widestShrinkable: TableColumn? {
        columns.filter(isShrinkable).max { width(of: $0) < width(of: $1) }
    }

    private func isShrinkable(_ column: TableColumn) -> Bool { leastWidth(of: column) < width(of: column) }

    private func leastWidth(of column: TableColumn) -> Int {
        min(column.leastWidth ?? .max, width(of: column))
    }

    private var total: Int { columns.reduce(gaps) { $0 + width(of: $1) } }
    private var leastTotal: Int { columns.reduce(gaps) { $0 + leastWidth(of: $1) } }
    private var gaps: Int { Self.gap * max(0, columns.count - 1) }
}
