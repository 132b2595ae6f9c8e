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
        for (index, event) in events.reversed().enumerated() { draw(event, row: index + 1, on: &canvas) }
    }

    private func draw(_ event: Event, row: Int, on canvas: inout Canvas) {
        let theme = canvas.theme
        let line = EventLine(event)
        canvas.put(event.at.timeOfDay, row: row, column: 1, style: theme[.dim])
        canvas.put(line.sign(theme, canvas.repertoire), row: row, column: 11, width: 1, style: line.style(theme))
        canvas.put(line.word, row: row, column: 13, width: EventLine.longestWord, style: line.style(theme))
        let service = event.service.shown(within: event.zone)
        let widths = Self.widths(in: canvas.size.columns)
        var column = Self.textStart
        canvas.put(service, row: row, column: column, width: widths.service, style: theme[.text])
        column += widths.service + 2
        if widths.instance > 0, !line.namesInstances {
            canvas.put(event.instance, row: row, column: column, width: widths.instance, style: theme[.text])
            column += widths.instance + 2
        } else if !line.namesInstances {
            column = canvas.put(event.instance, row: row, column: column, style: theme[.text]) + 2
        }
        canvas.put(line.text, row: row, column: column, style: theme[.dim])
    }

    private static let textStart = 25

    /// No column for the instance where there is no room for one: it is followed by the text at once.
    private static func widths(in columns: Int) -> (service: Int, instance: Int) {
        switch columns {
        case 110...: (24, 26)
        case 76...: (16, 18)
        default: (14, 0)
        }
    }
}
