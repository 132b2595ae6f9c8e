import DNSCore
import ServiceCatalog
import Terminal

/// Every event that is kept, newest first: to be looked through, filtered by words, and read in a pager.
struct EventLogOverlay: Overlay {
    private var query = EventQuery("")
    /// nil unless words are being typed.
    private var field: TextField?
    /// Numbers of the events that match, oldest first: an event's number is how many there were before it.
    private var matches: [Int] = []
    /// Events that have been looked at.
    private var seen = 0
    /// The event under the cursor; nil for the newest, whatever that is.
    private var chosen: Int?
    private var list = ListCursor()

    init(state: DashboardState) { collect(state) }

    // MARK: - What there is

    private static func firstNumber(_ snapshot: Snapshot) -> Int { snapshot.eventCount - snapshot.events.count }

    private static func event(_ number: Int, in snapshot: Snapshot) -> Event? {
        let index = number - firstNumber(snapshot)
        return snapshot.events.indices.contains(index) ? snapshot.events[index] : nil
    }

    /// Looks at events that are new; at all of them where the picture has gone back in time.
    private mutating func collect(_ state: DashboardState) {
        let snapshot = state.snapshot
        let first = Self.firstNumber(snapshot)
        if snapshot.eventCount < seen { (matches, seen) = ([], 0) }
        matches.removeAll { $0 < first }
        for number in max(first, seen)..<max(first, seen, snapshot.eventCount) {
            guard let event = Self.event(number, in: snapshot), state.isShown(event), query.matches(event) else {
                continue
            }
            matches.append(number)
        }
        seen = snapshot.eventCount
        settle(state)
    }

    /// Puts the cursor on its event, or as near as there is one.
    private mutating func settle(_ state: DashboardState) {
        let index = chosen.map { number in matches.count - 1 - (matches.lastIndex { $0 <= number } ?? 0) } ?? 0
        list.move(to: index, of: matches.count)
        list.settle(of: matches.count, rows: Self.rows(state))
    }

    private mutating func ask(_ text: String, _ state: DashboardState) {
        query = EventQuery(text)
        (matches, seen) = ([], 0)
        collect(state)
    }

    private func number(at index: Int) -> Int? {
        matches.indices.contains(matches.count - 1 - index) ? matches[matches.count - 1 - index] : nil
    }

    mutating func receive(_ event: DashboardEvent, in state: inout DashboardState) { collect(state) }

    // MARK: - Drawing

    private static func rows(_ state: DashboardState) -> Int { max(0, state.layout.body.rows - 1) }

    func draw(_ state: DashboardState, on canvas: inout Canvas) {
        let count = Numbers.grouped(matches.count)
        let all = state.snapshot.events.count(where: state.isShown)
        let note = query.isEmpty ? count : "\(count) of \(Numbers.grouped(all))"
        canvas.rule(row: 0, title: "events", titleStyle: canvas.theme[.strong], note: note)
        drawQuery(on: &canvas)
        let rows = canvas.size.rows - 1
        if matches.isEmpty {
            let text = all == 0 ? "nothing has happened yet" : "no event has all of these words"
            canvas.put(text, row: 1, column: 1, style: canvas.theme[.dim])
        }
        let columns = EventColumns(width: canvas.size.columns, isDated: true, state)
        for (row, index) in list.visible(of: matches.count, rows: rows).enumerated() {
            guard let number = number(at: index), let event = Self.event(number, in: state.snapshot) else { continue }
            let line = Rect(row: row + 1, column: 0, rows: 1, columns: canvas.size.columns)
            canvas.draw(EventRow(event: event, columns: columns), in: line)
            guard index == list.index else { continue }
            canvas.lay(canvas.theme[field == nil ? .cursor : .cursorUnfocused], over: line)
            canvas.put("›", row: line.row, column: 0, style: canvas.theme[.cursor])
        }
    }

    private func drawQuery(on canvas: inout Canvas) {
        let theme = canvas.theme
        let place = Rect(row: 0, column: 12, rows: 1, columns: max(0, min(40, canvas.size.columns - 28)))
        if let field {
            canvas.put(" /", row: 0, column: 10, style: theme[.prompt])
            canvas.fill(place, style: theme[.text])
            canvas.draw(in: place) { $0.draw(field) }
        } else if !query.isEmpty {
            canvas.put(" /\(query.text) ", row: 0, column: 10, width: place.columns, style: theme[.prompt])
        }
    }

    func hints(_ state: DashboardState) -> [KeyHint] {
        let key = { (action: Action) in state.keyMap.keys(for: action).first?.description ?? "" }
        if field != nil { return [KeyHint("Enter", "keep"), KeyHint("Esc", "clear")] }
        return [
            KeyHint(key(.back), query.isEmpty ? "close" : "clear"), KeyHint(key(.enter), "to the record"),
            KeyHint(key(.filter), "filter"), KeyHint("o", "pager"), KeyHint(key(.historyBack), "earlier"),
        ]
    }

    func place(_ state: DashboardState) -> String {
        matches.isEmpty ? "" : "\(Numbers.grouped(list.index + 1))/\(Numbers.grouped(matches.count))"
    }

    // MARK: - Keys

    mutating func take(_ input: KeyEvent, in state: inout DashboardState) -> OverlayTurn {
        state.message = nil
        switch input {
        case .key(let key): return field == nil ? take(key, in: &state) : type(key, state)
        case .paste(let text):
            field?.insert(text)
            if let field { ask(field.text, state) }
        case .mouse(let mouse): take(mouse, state)
        }
        return .stay
    }

    private mutating func take(_ key: Key, in state: inout DashboardState) -> OverlayTurn {
        if list.take(key, of: matches.count, page: Self.rows(state), keyMap: state.keyMap) {
            choose(state)
            return .stay
        }
        if key == "o" { return .stay([.page(text(state))]) }
        switch state.keyMap[key] {
        case .filter: field = TextField(query.text)
        case .enter: return jump(in: &state)
        case .back where !query.isEmpty: ask("", state)
        case .pause: state.togglePause()
        case .historyBack: state.stepBack()
        case .historyForward: state.stepForward()
        case .live: state.goLive()
        case .quit, .back, .eventLog: return .close
        default: break
        }
        collect(state)
        return .stay
    }

    private mutating func type(_ key: Key, _ state: DashboardState) -> OverlayTurn {
        if key == .enter {
            field = nil
        } else if key == .escape {
            field = nil
            ask("", state)
        } else if field?.edit(key) == true {
            ask(field?.text ?? "", state)
        } else if list.take(key, of: matches.count, page: Self.rows(state)) {
            choose(state)
        }
        return .stay
    }

    private mutating func take(_ mouse: MouseEvent, _ state: DashboardState) {
        switch mouse.action {
        case .wheelUp: list.move(by: -3, of: matches.count)
        case .wheelDown: list.move(by: 3, of: matches.count)
        case .press(.left):
            let row = mouse.position.row - state.layout.body.row - 1
            let visible = list.visible(of: matches.count, rows: Self.rows(state))
            guard row >= 0, row < visible.count else { return }
            list.move(to: visible.lowerBound + row, of: matches.count)
        default: return
        }
        choose(state)
    }

    /// The cursor stays on its event, whatever comes; at the top it stays at the top.
    private mutating func choose(_ state: DashboardState) {
        chosen = list.index == 0 ? nil : number(at: list.index)
        list.settle(of: matches.count, rows: Self.rows(state))
    }

    // MARK: - Where it leads

    private func jump(in state: inout DashboardState) -> OverlayTurn {
        guard let number = number(at: list.index), let event = Self.event(number, in: state.snapshot) else {
            return .stay
        }
        return state.moveToRecord(of: event) ? .close : .stay
    }

    private func text(_ state: DashboardState) -> String {
        matches.reversed().lazy.compactMap { Self.event($0, in: state.snapshot) }
            .map { EventText.line($0) + "\n" }.joined()
    }
}

/// An event as a line for a pager.
enum EventText {
    static func line(_ event: Event) -> String {
        let line = EventLine(event)
        var parts = ["\(event.at.date) \(event.at.timeOfDay)Z", line.paddedWord, event.service.description]
        if !line.namesInstances { parts.append(event.instance) }
        if !line.text.isEmpty { parts.append(line.text) }
        if let serial = event.serial { parts.append("(serial \(serial))") }
        return Sanitiser.visible(parts.joined(separator: "  "))
    }
}
