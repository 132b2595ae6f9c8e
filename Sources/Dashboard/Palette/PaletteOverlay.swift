import ServiceCatalog
import Terminal

/// A line for a command, with what it may become beneath.
struct PaletteOverlay: Overlay {
    enum Entry: Sendable {
        /// Something that was run before.
        case again(String)
        case command(PaletteCommand)
        /// An argument for the command that stands in the line.
        case choice(String)
    }

    private var field = TextField()
    private var entries: [Entry] = []
    private var cursor = ListCursor()
    /// Whether one of the entries was picked by hand.
    private var hasPicked = false
    private var complaint: String?

    private static let listRows = 14
    private static let mostRecent = 5

    init(_ state: DashboardState) { entries = entries(state) }

    func frame(in body: Rect, _ state: DashboardState) -> Rect {
        Dialog.frame(rows: Self.listRows + 2, columns: 74, in: body)
    }

    // MARK: What is typed

    /// The command that the line begins with and the text behind it, once there is a blank.
    private var call: (command: PaletteCommand, argument: String)? {
        let line = field.text.drop { $0 == " " || $0 == ":" }
        return PaletteCommand.call(in: String(line)).map { ($0, $1.trimmed) }
    }

    private var typed: String { field.text.drop { $0 == " " || $0 == ":" }.trimmed }

    private func entries(_ state: DashboardState) -> [Entry] {
        if let call {
            let choices = call.command.argument?.choices(state) ?? []
            let text = call.argument.lowercased()
            let begin = choices.filter { $0.lowercased().hasPrefix(text) }
            let rest = choices.filter { !begin.contains($0) && PaletteMatch.isSubsequence(text, of: $0.lowercased()) }
            return (begin + rest).map { .choice($0) }
        }
        let recent = typed.isEmpty ? state.palette.lines.prefix(Self.mostRecent).map { Entry.again($0) } : []
        return recent + PaletteMatch.commands(for: typed).map { .command($0) }
    }

    private mutating func readAgain(_ state: DashboardState) {
        entries = entries(state)
        cursor = ListCursor()
        hasPicked = false
    }

    // MARK: Keys

    mutating func take(_ input: KeyEvent, in state: inout DashboardState) -> OverlayTurn {
        complaint = nil
        switch input {
        case .key(let key): return take(key, in: &state)
        case .paste(let text):
            field.insert(text)
            readAgain(state)
            return .stay
        case .mouse(let mouse): return take(mouse, in: &state)
        }
    }

    private mutating func take(_ key: Key, in state: inout DashboardState) -> OverlayTurn {
        if key == .escape { return .close }
        if key == .enter { return run(in: &state) }
        if key == .backspace, field.isEmpty { return .close }
        if key == .tab {
            complete(state)
        } else if field.edit(key) {
            readAgain(state)
        } else if cursor.take(Self.inList(key), of: entries.count, page: listRows(state)) {
            hasPicked = true
            cursor.settle(of: entries.count, rows: listRows(state))
        }
        return .stay
    }

    /// Ctrl-P and Ctrl-N move, too.
    private static func inList(_ key: Key) -> Key {
        key == .control("p") ? .up : key == .control("n") ? .down : key
    }

    private mutating func complete(_ state: DashboardState) {
        guard entries.indices.contains(cursor.index) else { return }
        switch entries[cursor.index] {
        case .again(let line): field.replace(with: line)
        case .command(let command): field.replace(with: command.name + (command.takesArgument ? " " : ""))
        case .choice(let choice): field.replace(with: "\(call?.command.name ?? "") \(choice)")
        }
        readAgain(state)
    }

    // MARK: Running

    private mutating func run(in state: inout DashboardState) -> OverlayTurn {
        if let call {
            guard !call.argument.isEmpty || hasPicked || !call.command.needsArgument else {
                return refuse("\(call.command.name) needs \(call.command.argument?.placeholder ?? "an argument")")
            }
            return run(call.command, choice(for: call.argument), in: &state)
        }
        if !hasPicked, let command = PaletteCommand.named(typed) { return run(command, "", in: &state) }
        guard entries.indices.contains(cursor.index) else {
            let names = PaletteCommand.all.map(\.name)
            let hint = nearestWord(to: String(typed.prefix { $0 != " " }), among: names)
            return refuse("there is no command “\(typed)”" + (hint.map { "; did you mean \($0)?" } ?? ""))
        }
        switch entries[cursor.index] {
        case .command(let command): return run(command, "", in: &state)
        case .again(let line):
            field.replace(with: line)
            readAgain(state)
            return run(in: &state)
        case .choice: return .stay
        }
    }

    /// What was picked, or the only one that begins with what was typed; else just that.
    private func choice(for text: String) -> String {
        let choices = entries.compactMap { if case .choice(let choice) = $0 { choice } else { nil as String? } }
        if hasPicked, choices.indices.contains(cursor.index) { return choices[cursor.index] }
        let begin = choices.filter { $0.lowercased().hasPrefix(text.lowercased()) }
        return begin.count == 1 && !text.isEmpty ? begin[0] : text
    }

    private mutating func run(_ command: PaletteCommand, _ argument: String, in state: inout DashboardState)
        -> OverlayTurn
    {
        if argument.isEmpty, command.needsArgument {
            field.replace(with: command.name + " ")
            readAgain(state)
            return .stay
        }
        do throws(PaletteCommand.Refusal) {
            let effects = try command.run(&state, argument)
            state.palette.add(argument.isEmpty ? command.name : "\(command.name) \(argument)")
            return .close(effects)
        } catch {
            return refuse(error.text)
        }
    }

    private mutating func refuse(_ text: String) -> OverlayTurn {
        complaint = text
        return .stay([.bell])
    }

    private mutating func take(_ mouse: MouseEvent, in state: inout DashboardState) -> OverlayTurn {
        let frame = frame(in: state.layout.body, state)
        switch mouse.action {
        case .wheelUp: cursor.move(by: -3, of: entries.count)
        case .wheelDown: cursor.move(by: 3, of: entries.count)
        case .press(.left):
            guard frame.contains(mouse.position) else { return .close }
            let visible = cursor.visible(of: entries.count, rows: listRows(state))
            let index = visible.lowerBound + mouse.position.row - frame.row - 3
            guard visible.contains(index) else { return .stay }
            cursor.move(to: index, of: entries.count)
            hasPicked = true
            return run(in: &state)
        case .press, .release, .drag: return .stay
        }
        hasPicked = true
        cursor.settle(of: entries.count, rows: listRows(state))
        return .stay
    }

    private func listRows(_ state: DashboardState) -> Int {
        Dialog.inside(frame(in: state.layout.body, state).size).rows - 2
    }
}

// MARK: - Looks

extension PaletteOverlay {
    func draw(_ state: DashboardState, on canvas: inout Canvas) {
        canvas.dialog(title: "commands") { canvas in
            let theme = canvas.theme
            canvas.put(":", row: 0, column: 0, style: theme[.prompt])
            canvas.draw(in: Rect(row: 0, column: 1, rows: 1, columns: canvas.size.columns - 1)) { canvas in
                canvas.draw(field, wrongFrom: complaint == nil ? nil : 0)
            }
            canvas.put(note, row: 1, column: 1, style: theme[complaint == nil ? .suggestion : .error])
            let list = Rect(row: 2, column: 0, rows: canvas.size.rows - 2, columns: canvas.size.columns)
            canvas.draw(in: list) { canvas in
                let visible = cursor.visible(of: entries.count, rows: canvas.size.rows)
                for (row, index) in visible.enumerated() {
                    draw(entries[index], row: row, isCursor: index == cursor.index, state.keyMap, on: &canvas)
                }
            }
        }
    }

    private var note: String {
        if let complaint { return complaint }
        if let call { return "\(call.command.argument?.placeholder ?? ""): \(call.command.summary)" }
        return entries.isEmpty ? "no command is like this" : ""
    }

    private func draw(_ entry: Entry, row: Int, isCursor: Bool, _ keyMap: KeyMap, on canvas: inout Canvas) {
        let theme = canvas.theme
        let isNarrow = canvas.size.columns < 60
        let keyColumn = isNarrow ? canvas.size.columns - 10 : 22
        if isCursor { canvas.put("›", row: row, column: 0, style: theme[.cursor]) }
        switch entry {
        case .again(let line):
            canvas.put(line, row: row, column: 2, style: theme[.text])
            canvas.put(right: [Span("again", theme[.dim])], row: row, from: 2 + canvas.columns(of: line) + 1)
        case .choice(let choice): canvas.put(choice, row: row, column: 2, style: theme[.text])
        case .command(let command):
            var spans = [Span(command.words, theme[.text])]
            if let argument = command.argument { spans.append(Span(" \(argument.placeholder)", theme[.dim])) }
            canvas.put(spans, row: row, column: 2, width: keyColumn - 3)
            let key = command.action.flatMap { keyMap.keys(for: $0).first?.description } ?? ""
            canvas.put(key, row: row, column: keyColumn, width: 9, style: theme[.key])
            if !isNarrow { canvas.put(whole: command.summary, row: row, column: keyColumn + 10, style: theme[.dim]) }
        }
        if isCursor { canvas.layCursor(row: row) }
    }

    func hints(_ state: DashboardState) -> [KeyHint] {
        [KeyHint(.enter, "run"), KeyHint(.escape, "close"), KeyHint(.tab, "complete"), KeyHint(.down, "next")]
    }

    func place(_ state: DashboardState) -> String {
        entries.isEmpty ? "" : "\(cursor.index + 1)/\(entries.count)"
    }
}

extension StringProtocol {
    /// Without the blanks around it.
    fileprivate var trimmed: String {
        var text = self[...].drop { $0 == " " }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
