import ServiceCatalog
import Terminal

/// The latest events, newest first.
struct EventsView: View {
    let state: DashboardState

    func draw(on canvas: inout Canvas) {
        let total = state.snapshot.eventCount
        canvas.rule(row: 0, title: "events", note: total > 0 ? Numbers.grouped(total) : "")
        let events = state.snapshot.events.suffix(max(0, canvas.size.rows - 1))
        if events.isEmpty {
            canvas.put("nothing has happened yet", row: 1, column: 1, style: canvas.theme[.dim])
        }
        for (index, event) in events.reversed().enumerated() {
            let line = Rect(row: index + 1, column: 0, rows: 1, columns: canvas.size.columns)
            canvas.draw(EventRow(event: event), in: line)
        }
    }
}
