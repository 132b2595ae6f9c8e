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

    private static let gap = 2

    init(_ state: DashboardState, width: Int, repertoire: Repertoire = .unicode) {
        let columns = { TextWidth.columns(of: $0, repertoire: repertoire) }
        place = state.overlays.last.map { $0.place(state) } ?? Self.placeInRows(state)
        let end = width - columns(place) - 3
        let hints = state.overlays.last?.hints(state) ?? state.tableHints
        // The most important get the room; they stand in their usual order.
        let wide = hints.map { (hint: $0, width: columns($0.key) + 1 + columns($0.label)) }
        var chosen: [Int] = []
        var rest = end - 1
        for (index, entry) in wide.enumerated() where entry.width <= rest {
            chosen.append(index)
            rest -= entry.width + Self.gap
        }
        if state.overlays.isEmpty { chosen.sort { Self.rank(wide[$0].hint, state) < Self.rank(wide[$1].hint, state) } }
        var column = 1
        for index in chosen {
            placed.append(Placed(hint: wide[index].hint, columns: column..<column + wide[index].width))
            column += wide[index].width + Self.gap
        }
    }

    func hint(at column: Int) -> KeyHint? { placed.first { $0.columns.contains(column) }?.hint }

    private static func placeInRows(_ state: DashboardState) -> String {
        let rows = state.rows.count
        let place = rows > 0 ? "\(Numbers.grouped(state.cursor.row + 1))/\(Numbers.grouped(rows))" : ""
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
        var actions: [Action] = [.help, .filter, .quit, .palette, .enter]
        if !premises.isReadOnly { actions += [.withdraw] }
        actions += [.actionMenu, .problemsOnly, .mark]
        if !premises.isReadOnly { actions += [.undo] }
        actions += [.group, .sortMenu, .nextProblem, .refresh, .lanes, .eventLog, .pause]
        return actions.compactMap { action in
            if action == .enter { return hint(.enter, selection?.instance == nil ? "fold" : "details") }
            return hint(action)
        }
    }
}
