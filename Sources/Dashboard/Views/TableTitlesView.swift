import Terminal

/// The columns' names, with an arrow at the one that the rows are sorted by.
struct TableTitlesView: View {
    let columns: ColumnLayout
    let order: RowOrder

    func draw(on canvas: inout Canvas) {
        for placed in columns.placed { draw(placed, on: &canvas) }
    }

    private func draw(_ placed: ColumnLayout.Placed, on canvas: inout Canvas) {
        let title = placed.column.title(in: order.grouping)
        let isSorted = placed.column == order.sort
        let style = canvas.theme[isSorted ? .sortColumn : .header]
        let isNumber = placed.column.isNumber
        canvas.put(
            title, row: 0, column: placed.start, width: placed.width, style: style, align: isNumber ? .right : .left)
        guard isSorted else { return }
        // On the side of the gap, so that no title has to move for it.
        let width = min(placed.width, canvas.columns(of: title))
        canvas.put(
            order.arrow, row: 0, column: isNumber ? placed.end - width - 1 : placed.start + width, width: 1,
            style: style)
    }
}

extension RowOrder {
    /// Up where small values come first; a worse status is more.
    var arrow: String { isDescending == (sort == .status) ? "▲" : "▼" }
}
