import Terminal

/// Choosing what the rows are sorted by: the columns that are to be seen first, then the others.
struct SortMenu: Overlay {
    private let columns: [Column]
    private var list: ListCursor

    private static let width = 66

    init(_ state: DashboardState) {
        let visible = state.columnLayout.placed.map(\.column)
        columns = (visible + state.columns.all.filter { !visible.contains($0) }).filter(\.isSortable)
        list = ListCursor(at: columns.firstIndex(of: state.order.sort) ?? 0)
    }

    func frame(in body: Rect, _ state: DashboardState) -> Rect {
        Dialog.frame(rows: columns.count, columns: Self.width, in: body)
    }

    func draw(_ state: DashboardState, on canvas: inout Canvas) {
        canvas.dialog(title: "Sort by", note: state.order.isInverted ? "inverted" : "") { canvas in
            for (row, index) in list.visible(of: columns.count, rows: canvas.size.rows).enumerated() {
                draw(columns[index], isChosen: index == list.index, state, row: row, on: &canvas)
            }
        }
    }

    private func draw(
        _ column: Column, isChosen: Bool, _ state: DashboardState, row: Int, on canvas: inout Canvas
    ) {
        let theme = canvas.theme
        let isSorted = column == state.order.sort
        let name = Span(column.word, theme[isSorted ? .sortColumn : .text])
        if isSorted { canvas.put(state.order.arrow, row: row, column: 2, style: theme[.sortColumn]) }
        canvas.put([name], row: row, column: 4, width: Column.longestWord)
        canvas.put(whole: column.summary, row: row, column: Column.longestWord + 6, style: theme[.dim])
        if isChosen { canvas.layCursor(row: row) }
    }

    mutating func take(_ input: KeyEvent, in state: inout DashboardState) -> OverlayTurn {
        let page = frame(in: state.layout.body, state).rows - 2
        switch input {
        case .key(let key):
            if key == .enter { return .close(state.sortOrInvert(by: columns[list.index])) }
            if list.take(key, of: columns.count, page: page, keyMap: state.keyMap) { break }
            switch state.keyMap[key] {
            case .back, .quit, .sortMenu: return .close
            case .sortInvert: return .stay(state.sort(by: state.order.sort, isInverted: !state.order.isInverted))
            default: break
            }
        case .mouse(let mouse):
            if let step = mouse.wheelStep {
                list.move(by: step, of: columns.count)
            } else if mouse.action == .press(.left) {
                guard let row = Dialog.line(at: mouse.position, in: frame(in: state.layout.body, state)) else {
                    return .close
                }
                list.move(to: list.visible(of: columns.count, rows: page).lowerBound + row, of: columns.count)
                return .close(state.sortOrInvert(by: columns[list.index]))
            }
        case .paste: break
        }
        list.settle(of: columns.count, rows: page)
        return .stay
    }

    func hints(_ state: DashboardState) -> [KeyHint] {
        let invert = KeyHint(state.keyName(.sortInvert), "invert")
        let close = KeyHint(state.keyName(.back), "close")
        return columns[list.index] == state.order.sort
            ? [KeyHint("Enter", "invert"), close] : [KeyHint("Enter", "sort"), invert, close]
    }

    func place(_ state: DashboardState) -> String { "\(list.index + 1)/\(columns.count)" }
}
