import ServiceCatalog
import Terminal

extension PaletteCommand {
    /// Actions that take an argument, or have another name besides.
    static let ofActions: [PaletteCommand] = [
        PaletteCommand(
            name: "filter", summary: "show what matches; nothing shows all",
            argument: Argument(placeholder: "FILTER", isOptional: true), action: .filter
        ) { state, text throws(Refusal) in
            guard !text.isEmpty else { return state.perform(.filter) }
            do throws(FilterError) {
                state.use(try Filter(parsing: text))
                return []
            } catch {
                throw Refusal(error.message)
            }
        },
        PaletteCommand(
            name: "renew", summary: Action.renew.summary, argument: Argument(placeholder: "TTL", isOptional: true),
            action: .renew
        ) { state, text throws(Refusal) in
            text.isEmpty ? state.perform(.renew) : try state.plan(.ttl, text)
        },
        PaletteCommand(
            name: "undo", summary: Action.undo.summary, argument: Argument(placeholder: "ENTRY", isOptional: true),
            action: .undo
        ) { state, text throws(Refusal) in
            guard !text.isEmpty else { return state.perform(.undo) }
            guard let entry = Int64(text), entry > 0 else { throw Refusal("not an entry of the journal: a number") }
            return state.take(back: entry)
        },
        PaletteCommand(
            name: "group", summary: "what the rows lie under",
            argument: Argument(placeholder: "WHAT", isOptional: true) { _ in Grouping.allCases.map(\.rawValue) },
            action: .group
        ) { state, text throws(Refusal) in
            guard !text.isEmpty else { return state.perform(.group) }
            guard let grouping = Grouping(rawValue: text) else {
                throw refusal(of: text, among: Grouping.allCases.map(\.rawValue), "grouping")
            }
            return state.group(by: grouping)
        },
        PaletteCommand(name: "quit", summary: Action.quit.summary, aliases: ["q", "q!", "exit"], action: .quit) {
            state, _ in state.perform(.quit)
        },
        PaletteCommand(name: "help", summary: Action.help.summary, aliases: ["h"], action: .help) { state, _ in
            state.perform(.help)
        },
    ]

    /// Changes to what is marked, or under the cursor; each shows its plan.
    static let onRecords: [PaletteCommand] = [
        PaletteCommand(name: "drain", summary: "weight 0: new clients go elsewhere") { state, _ in state.plan(.drain) },
        PaletteCommand(
            name: "weight", summary: "set the weight", argument: Argument(placeholder: "0…65535")
        ) { state, text throws(Refusal) in try state.plan(.weight, text) },
        PaletteCommand(
            name: "priority", summary: "set the priority", argument: Argument(placeholder: "0…65535")
        ) { state, text throws(Refusal) in try state.plan(.priority, text) },
        PaletteCommand(name: "pin", summary: "who answers is the right one: another one is an impostor") { state, _ in
            if let target = state.targetOrMessage() { state.askToPin(target) }
            return []
        },
        PaletteCommand(
            name: "copy-as", summary: "copy in another form",
            argument: Argument(placeholder: "FORM") { _ in CopyForm.allCases.map { "\($0)" } }
        ) { state, text throws(Refusal) in
            guard let form = CopyForm.allCases.first(where: { "\($0)" == text }) else {
                throw Refusal("there are \(CopyForm.allCases.map { "\($0)" }.joined(separator: ", "))")
            }
            return state.targetOrMessage().map { state.copy(form, of: $0) } ?? []
        },
    ]

    private static let sortable = Column.allCases.filter(\.isSortable).map(\.rawValue)

    /// How things are looked at.
    static let onView: [PaletteCommand] = [
        PaletteCommand(
            name: "sort", summary: "sort by this column, or the other way",
            argument: Argument(placeholder: "COLUMN") { _ in sortable }
        ) { state, text throws(Refusal) in
            guard let column = Column(rawValue: text), column.isSortable else {
                throw refusal(of: text, among: sortable, "column")
            }
            return state.sortOrInvert(by: column)
        },
        PaletteCommand(
            name: "zone", summary: "this zone alone; none: all of them",
            argument: Argument(placeholder: "ZONE", isOptional: true) { $0.snapshot.zones.map(\.name.withoutFinalDot) }
        ) { state, text throws(Refusal) in
            let names = state.snapshot.zones.map(\.name.withoutFinalDot)
            let index = text.isEmpty ? nil : names.firstIndex(of: text)
            if index == nil, !text.isEmpty { throw refusal(of: text, among: names, "zone") }
            state.showZone(index)
            return []
        },
        PaletteCommand(
            name: "theme", summary: "use this theme, now and at the next start",
            argument: Argument(placeholder: "NAME") { $0.premises.themes }
        ) { state, text throws(Refusal) in
            guard state.premises.themes.contains(text) else {
                throw refusal(of: text, among: state.premises.themes, "theme")
            }
            state.preferences.theme = text
            state.message = Message("theme \(text), kept for the next start", brief: "theme \(text), kept")
            return [.useTheme(text), .save(state.preferences)]
        },
    ]

    private static func refusal(of text: String, among names: [String], _ noun: String) -> Refusal {
        let hint = nearestWord(to: text, among: names).map { "; did you mean \($0)?" } ?? ""
        return Refusal("there is no \(noun) “\(text)”\(hint)")
    }
}

extension DashboardState {
    fileprivate mutating func plan(
        _ quantity: NumberPrompt.Quantity, _ text: String
    ) throws(PaletteCommand.Refusal) -> [Effect] {
        guard let action = quantity.action(text) else {
            throw PaletteCommand.Refusal("not a number from 0 to \(quantity.most)")
        }
        return plan(action)
    }
}
