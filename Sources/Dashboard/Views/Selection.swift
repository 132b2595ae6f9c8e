import ServiceCatalog
import Terminal

/// What hides rows, how many it leaves, and how many are marked: never left out while it is so.
struct Selection {
    private let state: DashboardState

    init(_ state: DashboardState) { self.state = state }

    private static let fewestFilterColumns = 8
    private static let mostFilterColumns = 50

    /// `/status:up  9 of 22  ◆ 3 marked, 1 hidden`; nil where nothing is hidden or marked.
    /// - Parameter room: The filter is shortened so that it fits, to no more than a quarter of the screen.
    func spans(within room: Int, on canvas: Canvas) -> [Span]? {
        guard state.isSelective || !state.marks.isEmpty else { return nil }
        let most = max(20, min(Self.mostFilterColumns, canvas.size.columns / 4))
        for (hasWords, hasMarkWords) in [(true, true), (false, true), (false, false)] {
            let rest = pieces(hasWords: hasWords, hasMarkWords: hasMarkWords, canvas)
            let free = room - rest.reduce(0) { $0 + canvas.columns(of: $1) + 2 }
            guard let filter = shownFilter(within: min(most, free), canvas) else {
                if free >= -2 { return joined(rest, canvas) }
                continue
            }
            if free >= min(Self.fewestFilterColumns, canvas.columns(of: filter)) {
                return joined([[Span(filter, canvas.theme[.prompt])]] + rest, canvas)
            }
        }
        return joined(pieces(hasWords: false, hasMarkWords: false, canvas), canvas)
    }

    /// `9 of 22 ◆3 `, for the key bar of a screen without a line for it.
    var signs: String { shownSign + markSign }

    func signs(_ theme: Theme) -> [Span] { [Span(shownSign, theme[.match]), Span(markSign, theme[.mark])] }

    private var shownSign: String { state.isSelective ? "\(shownCount) " : "" }
    private var markSign: String { state.marks.isEmpty ? "" : "◆\(Numbers.grouped(state.marks.count)) " }

    private var shownCount: String {
        "\(Numbers.grouped(state.arrangement.instanceCount)) of \(Numbers.grouped(state.shownCounts.registered))"
    }

    private func shownFilter(within room: Int, _ canvas: Canvas) -> String? {
        guard !state.filter.isEmpty, state.focus == .table else { return nil }
        return canvas.shortened("/\(state.filter.text)", to: max(Self.fewestFilterColumns, room))
    }

    private func pieces(hasWords: Bool, hasMarkWords: Bool, _ canvas: Canvas) -> [[Span]] {
        let theme = canvas.theme
        var pieces: [[Span]] = []
        if state.problemsOnly { pieces.append([Span(hasWords ? "problems only" : "problems", theme[.prompt])]) }
        if state.isSelective { pieces.append([Span(shownCount, theme[.match])]) }
        guard !state.marks.isEmpty else { return pieces }
        var marks = [Span("◆ \(Numbers.grouped(state.marks.count))\(hasMarkWords ? " marked" : "")", theme[.mark])]
        if state.tally.hidden > 0 {
            marks.append(Span(", \(Numbers.grouped(state.tally.hidden)) hidden", theme[.warning]))
        }
        return pieces + [marks]
    }

    private func joined(_ pieces: [[Span]], _ canvas: Canvas) -> [Span] {
        Array(pieces.joined(separator: [Span("  ", canvas.theme[.text])]))
    }
}

extension DashboardState {
    /// Whether something hides rows.
    var isSelective: Bool { !filter.isEmpty || problemsOnly }
}
