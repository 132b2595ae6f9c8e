import ServiceCatalog
import Terminal

/// How many services and instances there are, by status, and how many of them are shown.
struct CountsView: View {
    let state: DashboardState

    func draw(on canvas: inout Canvas) {
        let isKnown = state.snapshot.zones.contains { $0.freshness.method != nil || $0.catalog.instanceCount > 0 }
        guard isKnown else { return }
        let right = right(canvas.theme)
        let left = left(canvas, withWords: true, withServices: true)
        var end = canvas.size.columns
        if canvas.put(
            right: right, row: 0, from: isSelective || !state.marks.isEmpty ? 12 : canvas.columns(of: left) + 3)
        {
            end -= canvas.columns(of: right) + 3
        }
        let shorter = [
            left, self.left(canvas, withWords: true, withServices: false),
            self.left(canvas, withWords: false, withServices: true),
            self.left(canvas, withWords: false, withServices: false),
        ]
        let fitting = shorter.first { canvas.columns(of: $0) <= end } ?? shorter[shorter.count - 1]
        canvas.put(fitting, row: 0, width: end)
    }

    private var isSelective: Bool { !state.filter.isEmpty || state.problemsOnly }

    private func left(_ canvas: Canvas, withWords: Bool, withServices: Bool) -> [Span] {
        let theme = canvas.theme
        let counts = state.shownCounts
        let services = state.shownZones.reduce(0) { $0 + $1.catalog.serviceCount }
        var spans: [Span] = []
        if withServices { spans += counted(services, "service", theme) }
        spans += counted(counts.registered, "instance", theme)
        spans.append(Span(" ", theme[.text]))
        for status in Status.allCases where counts[status] > 0 {
            let sign = theme.sign(of: status, in: canvas.repertoire)
            spans.append(Span("  ", theme[.text]))
            spans.append(Span("\(sign) \(Numbers.grouped(counts[status]))", theme[status]))
            if withWords { spans.append(Span(" \(status)", theme[.dim])) }
        }
        return spans
    }

    private func counted(_ count: Int, _ noun: String, _ theme: Theme) -> [Span] {
        [Span(" \(Numbers.grouped(count))", theme[.strong]), Span(" \(noun)\(count == 1 ? "" : "s") ", theme[.dim])]
    }

    private func right(_ theme: Theme) -> [Span] {
        let marks = marks(theme)
        guard isSelective else {
            if !marks.isEmpty { return marks }
            let rate = Numbers.rate(state.snapshot.probesPerSecond)
            return notifications(theme) + [Span("probes ", theme[.dim]), Span(rate, theme[.text])]
        }
        let shown = Numbers.grouped(state.arrangement.instanceCount)
        let all = Numbers.grouped(state.shownCounts.registered)
        var spans = [Span("\(shown) of \(all)", theme[.match])]
        if state.problemsOnly { spans.insert(Span("problems only  ", theme[.prompt]), at: 0) }
        if !state.filter.isEmpty, state.focus == .table {
            spans.insert(Span("/\(state.filter.text)  ", theme[.prompt]), at: 0)
        }
        return spans + (marks.isEmpty ? [] : [Span("  ", theme[.text])] + marks)
    }

    /// `◆ 3 marked, 1 hidden`
    private func marks(_ theme: Theme) -> [Span] {
        guard !state.marks.isEmpty else { return [] }
        var spans = [Span("◆ \(Numbers.grouped(state.marks.count)) marked", theme[.mark])]
        if state.tally.hidden > 0 {
            spans.append(Span(", \(Numbers.grouped(state.tally.hidden)) hidden", theme[.warning]))
        }
        return spans
    }

    /// Whom it tells, if anyone.
    private func notifications(_ theme: Theme) -> [Span] {
        switch state.notifier.way {
        case .off: []
        case .bell: [Span("bell  ", theme[.dim])]
        case .osc9: [Span("notes  ", theme[.dim])]
        }
    }
}
