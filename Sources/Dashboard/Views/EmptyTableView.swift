import DNSCore
import ServiceCatalog
import Terminal

/// Why there is no row.
struct EmptyTableView: View {
    let state: DashboardState

    func draw(on canvas: inout Canvas) {
        let (text, hint) = words
        let row = max(0, min(canvas.size.rows / 2 - 1, canvas.size.rows - 2))
        let width = canvas.size.columns
        canvas.put(text, row: row, column: 0, width: width, style: canvas.theme[.text], align: .centre)
        canvas.put(hint, row: row + 1, column: 0, width: width, style: canvas.theme[.dim], align: .centre)
    }

    private var words: (text: String, hint: String) {
        let zones = state.shownZones
        let instances = state.shownCounts.registered
        let filterKey = state.keyMap.keys(for: .back).first.map { "\($0)" } ?? "Esc"
        let problemsKey = state.keyMap.keys(for: .problemsOnly).first.map { "\($0)" } ?? "f"
        if instances > 0, !state.filter.isEmpty {
            let among = state.problemsOnly ? "No problem" : "Nothing"
            return ("\(among) matches “\(state.filter.text)”", "\(filterKey) clears the filter")
        }
        if instances > 0, state.problemsOnly {
            return ("No problems among \(Numbers.counted(instances, "instance"))", "\(problemsKey) shows everything")
        }
        if instances > 0 { return ("", "") }
        guard let unread = zones.first(where: { $0.freshness.method == nil }) else {
            let names = zones.map { $0.name.description }.joined(separator: ", ")
            return zones.isEmpty ? ("No zone to show", "") : ("No SRV records in \(names)", "")
        }
        if let problem = unread.freshness.problem { return ("\(unread.name) cannot be read", problem.text) }
        return ("Reading \(unread.name) from \(unread.freshness.server) …", "")
    }
}
