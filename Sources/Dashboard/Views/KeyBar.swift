import ServiceCatalog
import Terminal

/// The hints of the last line, as many as there is room for, each where it stands.
struct KeyBar {
    struct Placed {
        var hint: KeyHint
        /// The space before the next hint is nobody's.
        var columns: Range<Int>
    }

    private(set) var placed: [Placed] = []
    /// Where one is in the rows, or in what lies over them.
    let place: String
    /// Before the place: what hides rows and what is marked, where the header has no room to say so.
    let selection: Selection?

    private static let gap = 2

    init(_ state: DashboardState, width: Int, repertoire: Repertoire = .unicode) {
        let columns = { TextWidth.columns(of: $0, repertoire: repertoire) }
        place = state.overlays.last.map { $0.place(state) } ?? Self.placeInRows(state, row: state.cursor.row)
        let isOverTable = state.overlays.isEmpty
        selection = isOverTable && state.layout.counts.isEmpty ? Selection(state) : nil
        // Moving the cursor moves nothing here: there is room for the last row's number and for all that Enter may do.
        let widest = isOverTable ? Self.placeInRows(state, row: state.rows.count - 1) : place
        let end = width - columns(widest) - columns(selection?.signs ?? "") - 3
        let hints = state.overlays.last?.hints(state) ?? state.tableHints
        // The most important get the room; they stand in their usual order.
        let wide = hints.map { hint in
            let isEnter = isOverTable && state.isLive && hint.press.flatMap { state.keyMap[$0] } == .enter
            let labels = isEnter ? DashboardState.enterLabels : [hint.label]
            return (hint: hint, width: columns(hint.key) + 1 + (labels.map(columns).max() ?? 0))
        }
        var chosen: [Int] = []
        var rest = end - 1
        for (index, entry) in wide.enumerated() where entry.width <= rest {
            chosen.append(index)
            rest -= entry.width + Self.gap
        }
        if state.overlays.isEmpty { chosen.sort { Self.rank(wide[$0].hint, state) < Self.rank(wide[$1].hint, state) } }
        var column = 1
        for index in chosen {
            let hint = wide[index].hint
            let own = columns(hint.key) + 1 + columns(hint.label)
            placed.append(Placed(hint: hint, columns: column..<column + own))
            column += wide[index].width + Self.gap
        }
    }

    func hint(at column: Int) -> KeyHint? { placed.first { $0.columns.contains(column) }?.hint }

    private static func placeInRows(_ state: DashboardState, row: Int) -> String {
        let rows = state.rows.count
        let place = rows > 0 ? "\(Numbers.grouped(row + 1))/\(Numbers.grouped(rows))" : ""
        return state.acting.isUnderWay ? "updating …  \(place)" : place
    }

    /// Help first, leaving last, the rest as the help has them.
    private static func rank(_ hint: KeyHint, _ state: DashboardState) -> Int {
        switch hint.press.flatMap({ state.keyMap[$0] }) {
        case .help: -1
        case .quit: Action.allCases.count
        case let action: action.flatMap { Action.allCases.firstIndex(of: $0) } ?? 0
        }
    }
}

extension DashboardState {
    /// What the key bar shows over the table, the most important first.
    var tableHints: [KeyHint] {
        if !isLive {
            let onHold: [Action] = [.historyBack, .historyForward, .live, .lanes, .eventLog, .enter, .help, .quit]
            return onHold.compactMap { hint($0) }
        }
        let hasTarget = rows.count > 0 || !marks.isEmpty
        var actions: [Action] = [.help, .filter, .quit, .palette]
        if rows.count > 0 { actions += [.enter] }
        if hasTarget, !premises.isReadOnly { actions += [.withdraw] }
        if hasTarget { actions += [.actionMenu] }
        actions += [.problemsOnly]
        if rows.count > 0 { actions += [.mark] }
        if !premises.isReadOnly { actions += [.undo] }
        actions += [.group, .sortMenu]
        if rows.count > 0 { actions += [.nextProblem] }
        actions += [.refresh, .lanes, .eventLog, .pause]
        return actions.compactMap { $0 == .enter ? hint(.enter, enterLabel) : hint($0) }
    }

    static let enterLabels = ["fold", "details", "close"]

    /// What Enter does to the row under the cursor.
    private var enterLabel: String {
        if selection?.instance == nil { return "fold" }
        return areDetailsOpen ? "close" : "details"
    }
}
