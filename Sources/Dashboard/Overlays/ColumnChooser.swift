import Terminal

/// Choosing the table's columns and their order; the table follows at once.
struct ColumnChooser: Overlay {
    private let before: ColumnChoice
    private var list = ListCursor()

    private static let width = 72

    init(_ state: DashboardState) { before = state.columns }

    /// At the bottom, so that the table's titles are to be seen above it.
    func frame(in body: Rect, _ state: DashboardState) -> Rect {
        var frame = Dialog.frame(rows: state.columns.all.count, columns: Self.width, in: body)
        frame.row = body.bottom - frame.rows
        return frame
    }

    func draw(_ state: DashboardState, on canvas: inout Canvas) {
        let all = state.columns.all
        let note = state.columns == .standard ? "as they come" : "\(state.columns.shown.count) of \(all.count)"
        canvas.dialog(title: "Columns", note: note) { canvas in
            for (row, index) in list.visible(of: all.count, rows: canvas.size.rows).enumerated() {
                draw(all[index], isChosen: index == list.index, state, row: row, on: &canvas)
            }
        }
    }

    private func draw(
        _ column: Column, isChosen: Bool, _ state: DashboardState, row: Int, on canvas: inout Canvas
    ) {
        let theme = canvas.theme
        let isOn = !state.columns.hidden.contains(column)
        canvas.put(isOn ? "[×]" : "[ ]", row: row, column: 2, style: theme[isOn ? .key : .dim])
        canvas.put(
            column.word, row: row, column: 6, width: Column.longestWord, style: theme[isOn ? .text : .dim])
        let start = 6 + Column.longestWord + 2
        let note = Self.note(column, isOn: isOn, state)
        let end = canvas.size.columns - (note.isEmpty ? 0 : canvas.columns(of: note) + 2)
        canvas.put(whole: column.summary, row: row, column: start, end: end, style: theme[.dim])
        canvas.put(right: [Span(note, theme[.warning])], row: row, from: start, margin: 0)
        if isChosen { canvas.layCursor(row: row) }
    }

    /// Why a column is not to be seen though it is wanted, or cannot be done without.
    private static func note(_ column: Column, isOn: Bool, _ state: DashboardState) -> String {
        if column.isIndispensable { return "always" }
        if !isOn || state.columnLayout[column] != nil { return "" }
        return state.visibleColumns.contains(column) ? "no room" : "not here"
    }

    mutating func take(_ input: KeyEvent, in state: inout DashboardState) -> OverlayTurn {
        let count = state.columns.all.count
        let page = frame(in: state.layout.body, state).rows - 2
        switch input {
        case .key(let key):
            if key == .enter { return .close(state.keepColumns()) }
            if !edit(key, &state), !list.take(key, of: count, page: page, keyMap: state.keyMap),
                let action = state.keyMap[key], [.back, .quit, .columns].contains(action)
            {
                state.columns = before
                return .close
            }
        case .mouse(let mouse):
            if let step = mouse.wheelStep {
                list.move(by: step, of: count)
            } else if mouse.action == .press(.left),
                let row = Dialog.line(at: mouse.position, in: frame(in: state.layout.body, state))
            {
                list.move(to: list.visible(of: count, rows: page).lowerBound + row, of: count)
                state.columns.toggle(state.columns.all[list.index])
            }
        case .paste: break
        }
        list.settle(of: count, rows: page)
        return .stay
    }

    /// Whether the key changes the columns.
    private mutating func edit(_ key: Key, _ state: inout DashboardState) -> Bool {
        let column = state.columns.all[list.index]
        switch (key, state.keyMap[key]) {
        case (.space, _), (_, .mark): state.columns.toggle(column)
        case (Key(.up, .shift), _), (_, .detailsUp): move(column, by: -1, &state)
        case (Key(.down, .shift), _), (_, .detailsDown): move(column, by: 1, &state)
        case (_, .refresh): state.columns = .standard
        default: return false
        }
        return true
    }

    private mutating func move(_ column: Column, by step: Int, _ state: inout DashboardState) {
        if state.columns.move(column, by: step) { list.move(by: step, of: state.columns.all.count) }
    }

    func hints(_ state: DashboardState) -> [KeyHint] {
        [
            KeyHint("Enter", "keep"), KeyHint("Space", "on/off"),
            KeyHint("\(state.keyName(.detailsUp)) \(state.keyName(.detailsDown))", "move"),
            KeyHint(state.keyName(.refresh), "reset"), KeyHint(state.keyName(.back), "as before"),
        ]
    }

    func place(_ state: DashboardState) -> String { "\(list.index + 1)/\(state.columns.all.count)" }
}
