import DNSCore
import ServiceCatalog
import Terminal

/// Why there is no row.
struct EmptyTableView: View {
    let state: DashboardState

    func draw(on canvas: inout Canvas) {
        let width = max(0, canvas.size.columns - 2 * Self.margin)
        let (text, hint) = words(within: width, canvas)
        let row = max(0, min(canvas.size.rows / 2 - 1, canvas.size.rows - 2))
        canvas.put(text, row: row, column: Self.margin, width: width, style: canvas.theme[.text], align: .centre)
        canvas.put(hint, row: row + 1, column: Self.margin, width: width, style: canvas.theme[.dim], align: .centre)
    }

    private static let margin = 2

    private func words(within room: Int, _ canvas: Canvas) -> (text: String, hint: String) {
        let zones = state.shownZones
        let instances = state.shownCounts.registered
        let filterKey = state.keyMap.keys(for: .back).first.map { "\($0)" } ?? "Esc"
        let problemsKey = state.keyMap.keys(for: .problemsOnly).first.map { "\($0)" } ?? "f"
        if instances > 0, !state.filter.isEmpty {
            let among = state.problemsOnly ? "No problem" : "Nothing"
            let filter = canvas.shortened(state.filter.text, to: room - canvas.columns(of: "\(among) matches “”"))
            return ("\(among) matches “\(filter)”", "\(filterKey) clears the filter")
        }
        if instances > 0, state.problemsOnly {
            return ("No problems among \(Numbers.counted(instances, "instance"))", "\(problemsKey) shows everything")
        }
        if instances > 0 { return ("", "") }
        guard let unread = zones.first(where: { $0.freshness.method == nil }) else {
            let names = zones.map { $0.name.withoutFinalDot }.joined(separator: ", ")
            return zones.isEmpty ? ("No zone to show", "") : ("No SRV records in \(names)", "")
        }
        if let problem = unread.freshness.problem {
            return ("\(unread.name.withoutFinalDot) cannot be read", problem.text)
        }
        return ("Reading \(unread.name.withoutFinalDot) from \(unread.freshness.server) …", "")
    }
}
