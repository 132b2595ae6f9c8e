import ServiceCatalog
import Terminal

/// What can be done to the records that it was opened for.
struct ActionMenu: Overlay {
    private enum Item: Hashable, Sendable {
        case act(AdminAction, String, String)
        case ask(NumberPrompt.Quantity)
        case pin
        case copy(CopyForm)
        case refresh
    }

    private let target: ActionTarget
    private let items: [Item]
    private var cursor = ListCursor()

    /// From here on each item is explained.
    private static let wide = 56

    private static let changes: [Item] = [
        .act(.withdraw, "Withdraw …", "out of the zone"),
        .act(.renew(ttl: nil), "Renew …", "write the same again"),
        .ask(.ttl),
        .act(.drain, "Drain …", "weight 0: new clients go elsewhere"),
        .ask(.weight),
        .ask(.priority),
    ]

    init(_ target: ActionTarget, isReadOnly: Bool) {
        self.target = target
        let starts: [Item] = target.isHeld ? [.act(.start, "Start …", "now, without a client")] : []
        items = (isReadOnly ? [] : starts + Self.changes) + [.pin] + CopyForm.allCases.map { .copy($0) } + [.refresh]
    }

    var holdsRows: Bool { true }

    func frame(in body: Rect, _ state: DashboardState) -> Rect {
        Dialog.frame(rows: items.count, columns: 68, in: body)
    }

    // MARK: Keys

    mutating func take(_ input: KeyEvent, in state: inout DashboardState) -> OverlayTurn {
        let rows = inside(state).rows
        switch input {
        case .key(let key):
            if key == .escape { return .close }
            if key == .enter { return run(items[cursor.index], in: &state) }
            if cursor.take(key, of: items.count, page: rows, keyMap: state.keyMap) {
                cursor.settle(of: items.count, rows: rows)
                return .stay
            }
            return take(state.keyMap[key], in: &state)
        case .mouse(let mouse):
            return take(mouse, in: &state)
        case .paste: return .stay
        }
    }

    /// The keys of the table do the same here.
    private mutating func take(_ action: Action?, in state: inout DashboardState) -> OverlayTurn {
        switch action {
        case .back, .quit, .actionMenu: return .close
        case .withdraw: return run(.act(.withdraw, "", ""), in: &state)
        case .renew: return run(.act(.renew(ttl: nil), "", ""), in: &state)
        case .start: return run(.act(.start, "", ""), in: &state)
        case .copy: return run(.copy(.record), in: &state)
        case .refresh: return run(.refresh, in: &state)
        default: return .stay
        }
    }

    private mutating func take(_ mouse: MouseEvent, in state: inout DashboardState) -> OverlayTurn {
        let inside = inside(state)
        switch mouse.action {
        case .wheelUp: cursor.move(by: -1, of: items.count)
        case .wheelDown: cursor.move(by: 1, of: items.count)
        case .press(.left):
            guard inside.contains(mouse.position) else { return .close }
            let visible = cursor.visible(of: items.count, rows: inside.rows)
            let index = visible.lowerBound + mouse.position.row - inside.row
            if visible.contains(index) { return run(items[index], in: &state) }
        case .press, .release, .drag: break
        }
        cursor.settle(of: items.count, rows: inside.rows)
        return .stay
    }

    private func run(_ item: Item, in state: inout DashboardState) -> OverlayTurn {
        switch item {
        case .act(let action, _, _): return .close(state.ask(for: target.request(action)))
        case .ask(let quantity):
            state.open(NumberPrompt(quantity, target))
            return .close
        case .pin:
            state.askToPin(target)
            return .close
        case .copy(let form): return .close(state.copy(form, of: target))
        case .refresh: return .close(state.refresh())
        }
    }

    private func inside(_ state: DashboardState) -> Rect {
        let frame = frame(in: state.layout.body, state)
        let inside = Dialog.inside(frame.size)
        return Rect(
            row: frame.row + inside.row, column: frame.column + inside.column, rows: inside.rows,
            columns: inside.columns)
    }

    // MARK: Looks

    func draw(_ state: DashboardState, on canvas: inout Canvas) {
        canvas.dialog(title: target.title, note: state.premises.isReadOnly ? "read-only" : "") { canvas in
            let visible = cursor.visible(of: items.count, rows: canvas.size.rows)
            for (row, index) in visible.enumerated() {
                draw(items[index], row: row, isCursor: index == cursor.index, state.keyMap, on: &canvas)
            }
        }
    }

    private func draw(_ item: Item, row: Int, isCursor: Bool, _ keyMap: KeyMap, on canvas: inout Canvas) {
        let theme = canvas.theme
        let (title, summary, action) = words(of: item)
        if isCursor { canvas.put("›", row: row, column: 0, style: theme[.cursor]) }
        canvas.put(title, row: row, column: 2, width: 20, style: theme[.text])
        let key = action.flatMap { keyMap.keys(for: $0).first?.description } ?? ""
        canvas.put(key, row: row, column: 23, width: 6, style: theme[.key])
        if canvas.size.columns >= Self.wide { canvas.put(whole: summary, row: row, column: 30, style: theme[.dim]) }
        if isCursor { canvas.layCursor(row: row) }
    }

    private func words(of item: Item) -> (title: String, summary: String, action: Action?) {
        switch item {
        case .act(.withdraw, let title, let summary):
            (title, "take \(target.subjects.count == 1 ? "it" : "them") \(summary)", .withdraw)
        case .act(.renew, let title, let summary): (title, summary, .renew)
        case .act(.start, let title, let summary): (title, summary, .start)
        case .act(_, let title, let summary): (title, summary, nil)
        case .ask(let quantity): (quantity.title + " …", quantity.summary, nil)
        case .pin: ("Pin who answers …", "another one will be an impostor", nil)
        case .copy(let form): (form.title, form.summary, form == .record ? .copy : nil)
        case .refresh: ("Ask and probe again", "now, before the others", .refresh)
        }
    }

    func hints(_ state: DashboardState) -> [KeyHint] {
        [KeyHint(.enter, "choose"), KeyHint(.escape, "close"), KeyHint(.down, "next")]
    }

    func place(_ state: DashboardState) -> String {
        let rows = inside(state).rows
        return items.count > rows ? "\(cursor.index + 1)/\(items.count)" : ""
    }
}
