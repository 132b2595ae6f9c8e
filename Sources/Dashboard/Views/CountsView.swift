import ServiceCatalog
import Terminal

/// How many services and instances there are, by status, and how many of them are shown.
///
/// What stands at the left stays there whatever comes and goes at the right: only the ends of it are left out, words of the
/// least bad statuses first.
struct CountsView: View {
    let state: DashboardState

    /// For the rate of probes, even while it is not shown.
    private static let reserved = 17
    private static let fewestColumns = 14

    func draw(on canvas: inout Canvas) {
        let isKnown = state.snapshot.zones.contains { $0.freshness.method != nil || $0.catalog.instanceCount > 0 }
        guard isKnown else { return }
        let width = canvas.size.columns
        let head = head(canvas)
        let counts = shownStatuses(canvas)
        let used = canvas.columns(of: head) + counts.reduce(0) { $0 + $1.signWidth(canvas) }
        let right = Selection(state).spans(within: width - Self.fewestColumns, on: canvas) ?? measures(canvas.theme)
        let isPut = canvas.put(right: right, row: 0, from: isSelective ? 0 : used + 2)
        let end = isPut ? width - canvas.columns(of: right) - 3 : width
        canvas.put(head + left(counts, within: end - canvas.columns(of: head), canvas), row: 0, width: max(0, end))
    }

    private var isSelective: Bool { state.isSelective || !state.marks.isEmpty }

    private func head(_ canvas: Canvas) -> [Span] {
        let services = state.shownZones.reduce(0) { $0 + $1.catalog.serviceCount }
        let isTight = canvas.size.columns < 60
        return (isTight ? [] : counted(services, "service", canvas.theme))
            + counted(state.shownCounts.registered, "instance", canvas.theme) + [Span(" ", canvas.theme[.text])]
    }

    private struct Count {
        /// Before the sign, which may have a background of its own.
        var gap: Span
        var sign: Span
        var word: Span

        func signWidth(_ canvas: Canvas) -> Int { canvas.columns(of: gap.text) + canvas.columns(of: sign.text) }
    }

    private func shownStatuses(_ canvas: Canvas) -> [Count] {
        let theme = canvas.theme
        let counts = state.shownCounts
        return Status.allCases.filter { counts[$0] > 0 }.map { status in
            let sign = theme.sign(of: status, in: canvas.repertoire)
            return Count(
                gap: Span("  ", theme[.text]),
                sign: Span("\(sign) \(Numbers.grouped(counts[status]))", theme[status]),
                word: Span(" \(status)", theme[.dim]))
        }
    }

    private func left(_ counts: [Count], within room: Int, _ canvas: Canvas) -> [Span] {
        let all = counts.reduce(0) { $0 + $1.signWidth(canvas) }
        guard all <= room else {
            var rest = room - 3
            let shown = counts.prefix { count in
                rest -= count.signWidth(canvas)
                return rest >= 0
            }
            return shown.flatMap { [$0.gap, $0.sign] } + [Span("  …", canvas.theme[.dim])]
        }
        let mostRoom = canvas.size.columns - Self.reserved - canvas.columns(of: head(canvas))
        var rest = min(room, mostRoom) - all
        return counts.flatMap { count in
            rest -= canvas.columns(of: count.word.text)
            return [count.gap, count.sign] + (rest >= 0 ? [count.word] : [])
        }
    }

    private func counted(_ count: Int, _ noun: String, _ theme: Theme) -> [Span] {
        [Span(" \(Numbers.grouped(count))", theme[.strong]), Span(" \(noun)\(count == 1 ? "" : "s") ", theme[.dim])]
    }

    /// How fast it probes, and whom it tells, if anyone.
    private func measures(_ theme: Theme) -> [Span] {
        let way: [Span] =
            switch state.notifier.way {
            case .off: []
            case .bell: [Span("bell  ", theme[.dim])]
            case .osc9: [Span("notes  ", theme[.dim])]
            }
        let rate = Numbers.rate(state.snapshot.probesPerSecond)
        return way + [Span("probes ", theme[.dim]), Span(rate, theme[.text])]
    }
}
