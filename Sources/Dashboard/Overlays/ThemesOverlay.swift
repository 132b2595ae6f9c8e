import TOML
import Terminal

/// The themes to choose from: the screen is drawn with the one under the cursor; Enter keeps it, Esc goes back to the one before.
struct ThemesOverlay: Overlay {
    private var listing: ThemeListing?
    private var cursor = ListCursor()
    /// What the screen was drawn with when this was opened.
    private var before: String?

    init() {}

    private var entries: [ThemeListing.Entry] { listing?.entries ?? [] }
    private var entry: ThemeListing.Entry? { entries.indices.contains(cursor.index) ? entries[cursor.index] : nil }

    mutating func receive(_ event: DashboardEvent, in state: inout DashboardState) {
        guard case .themes(let new) = event else { return }
        let name = before == nil ? new.inUse : entry?.name
        before = before ?? new.inUse
        listing = new
        cursor.move(to: new.entries.firstIndex { $0.name == name } ?? 0, of: new.entries.count)
        cursor.settle(of: entries.count, rows: listRows(state))
    }

    mutating func take(_ input: KeyEvent, in state: inout DashboardState) -> OverlayTurn {
        switch input {
        case .key(let key): return take(key, in: &state)
        case .mouse(let mouse): return take(mouse, in: state)
        case .paste: return .stay
        }
    }

    private mutating func take(_ key: Key, in state: inout DashboardState) -> OverlayTurn {
        let index = cursor.index
        if cursor.take(key, of: entries.count, page: listRows(state), keyMap: state.keyMap) {
            return .stay(preview(after: index, state))
        }
        switch (key.code, state.keyMap[key]) {
        case (.enter, _), (_, .enter): return keep(in: &state)
        case (.escape, _), (_, .back), (_, .themes), (_, .quit): return .close(restoration)
        default: return .stay
        }
    }

    private mutating func take(_ mouse: MouseEvent, in state: DashboardState) -> OverlayTurn {
        let index = cursor.index
        switch mouse.action {
        case .wheelUp: cursor.move(by: -1, of: entries.count)
        case .wheelDown: cursor.move(by: 1, of: entries.count)
        case .press(.left):
            guard let clicked = self.index(at: mouse.position, state) else { return .stay }
            cursor.move(to: clicked, of: entries.count)
        case .press, .release, .drag: return .stay
        }
        return .stay(preview(after: index, state))
    }

    private mutating func preview(after index: Int, _ state: DashboardState) -> [Effect] {
        cursor.settle(of: entries.count, rows: listRows(state))
        guard cursor.index != index, let entry, case .success = entry.theme else { return [] }
        return [.useTheme(entry.name)]
    }

    private func keep(in state: inout DashboardState) -> OverlayTurn {
        guard let entry else { return .stay }
        switch entry.theme {
        case .failure(let error):
            state.message = Message(error.description, .error)
            return .stay
        case .success:
            state.preferences.theme = entry.name
            state.message = Message("theme \(entry.name), kept for the next start")
            return .close([.save(state.preferences)])
        }
    }

    private var restoration: [Effect] {
        guard let before, before != entry?.name else { return [] }
        return [.useTheme(before)]
    }
}

// MARK: - On the screen

extension ThemesOverlay {
    private static let widest = 52

    /// At the right edge, so that what the theme does to the table is to be seen.
    func frame(in body: Rect, _ state: DashboardState) -> Rect {
        let rows = min(body.rows, entries.count + 4)
        let columns = min(body.columns, Self.widest)
        return Rect(row: body.row, column: body.right - columns, rows: rows, columns: columns)
    }

    func draw(_ state: DashboardState, on canvas: inout Canvas) {
        canvas.dialog(title: "themes") { canvas in
            guard listing != nil else {
                canvas.put("reading …", row: 0, column: 0, style: canvas.theme[.dim])
                return
            }
            let rows = listRows(state)
            for (row, index) in cursor.visible(of: entries.count, rows: rows).enumerated() {
                let view = ThemeRowView(entry: entries[index], isUnderCursor: index == cursor.index)
                canvas.draw(view, in: Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns))
            }
            guard rows < canvas.size.rows, let entry else { return }
            let (text, style) = note(on: entry, canvas.theme)
            canvas.put(
                text, row: canvas.size.rows - 1, column: 0, width: canvas.size.columns, style: style)
        }
    }

    private func note(on entry: ThemeListing.Entry, _ theme: Theme) -> (String, Style) {
        switch entry.theme {
        case .success(let own): (own.about, theme[.dim])
        case .failure(let error): (error.message, theme[.error])
        }
    }

    /// The list's; below it are a blank line and what the theme says of itself, if there is room.
    private func listRows(_ state: DashboardState) -> Int {
        let inside = frame(in: state.layout.body, state).rows - 2
        return inside >= 6 ? inside - 2 : max(0, inside)
    }

    private func index(at position: Position, _ state: DashboardState) -> Int? {
        let frame = frame(in: state.layout.body, state)
        let row = position.row - frame.row - 1
        let visible = cursor.visible(of: entries.count, rows: listRows(state))
        guard frame.contains(position), visible.indices.contains(visible.lowerBound + row) else { return nil }
        return visible.lowerBound + row
    }

    func hints(_ state: DashboardState) -> [KeyHint] {
        let key = { (action: Action) in state.keyMap.keys(for: action).first?.description ?? "" }
        return [
            KeyHint(Key.enter.description, "keep"), KeyHint(Key.escape.description, "as before"),
            KeyHint(key(.down), "next"),
        ]
    }

    func place(_ state: DashboardState) -> String {
        entries.isEmpty ? "" : "\(cursor.index + 1)/\(entries.count)"
    }
}
