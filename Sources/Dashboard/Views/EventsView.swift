import DNSCore
import ServiceCatalog
import Terminal

/// The latest events of the zones that are shown, newest first.
struct EventsView: View {
    let state: DashboardState

    func draw(on canvas: inout Canvas) {
        let total = state.shownEventCount
        canvas.rule(row: 0, title: "events", note: total > 0 ? Numbers.grouped(total) : "")
        let rows = max(0, canvas.size.rows - 1)
        let events = state.snapshot.events.reversed().lazy.filter(state.isShown).prefix(rows)
        if events.isEmpty {
            canvas.put("nothing has happened yet", row: 1, column: 1, style: canvas.theme[.dim])
        }
        let columns = EventColumns(width: canvas.size.columns, state)
        for (index, event) in events.enumerated() {
            let line = Rect(row: index + 1, column: 0, rows: 1, columns: canvas.size.columns)
            canvas.draw(EventRow(event: event, columns: columns), in: line)
        }
    }
}

extension DashboardState {
    /// Whether an event's zone is shown.
    func isShown(_ event: Event) -> Bool {
        guard let zoneAlone, event.zone != zoneAlone else { return true }
        return zoneAloneIndex == nil
    }

    /// Of all zones every event since the start; of one that is shown alone those that are kept.
    var shownEventCount: Int {
        zoneAloneIndex == nil ? snapshot.eventCount : snapshot.events.count(where: isShown)
    }
}
