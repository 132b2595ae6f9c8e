import ServiceCatalog
import Terminal

/// A picture of the dashboard.
package struct Frame: Sendable {
    package let surface: Surface
    /// When to send `.tick` and draw again though nothing has happened: an age changes, a countdown, a held order. nil when
    /// the picture stays as it is.
    package let nextTick: Timestamp?
}

/// Draws the state as it is at its own time.
package func render(_ state: DashboardState, theme: Theme, repertoire: Repertoire = .unicode) -> Frame {
    var canvas = Canvas(
        Surface(state.size, repertoire: repertoire, style: theme[.text]), theme: theme, now: state.now)
    let layout = state.layout
    canvas.draw(ZoneLinesView(state: state), in: layout.zones)
    canvas.draw(CountsView(state: state), in: layout.counts)
    let frames = state.overlays.map { $0.frame(in: layout.body, state) }
    // What is covered whole need not be drawn.
    if !frames.contains(layout.body) {
        canvas.draw(TableView(state: state, titles: layout.columnTitles.rows), in: layout.tableWithTitles)
        canvas.draw(DetailsView(state: state), in: layout.details)
        canvas.draw(EventsView(state: state), in: layout.events)
        canvas.draw(in: layout.divider) { canvas in
            canvas.divider(column: 0, rows: 0..<canvas.size.rows)
            for pane in [layout.details, layout.events] where !pane.isEmpty {
                canvas.put("├", row: pane.row - layout.divider.row, column: 0, style: theme[.border])
            }
        }
    }
    for (overlay, frame) in zip(state.overlays, frames) {
        canvas.fill(frame, style: theme[.text])
        canvas.draw(in: frame) { overlay.draw(state, on: &$0) }
    }
    canvas.draw(FooterView(state: state), in: footer(of: state, layout, repertoire))
    for zone in state.snapshot.zones {
        guard let confirmed = zone.freshness.confirmedAt else { continue }
        canvas.change(at: confirmed.advanced(by: zone.maximumAge).advanced(by: .nanoseconds(1)))
    }
    if let wakesAt = state.schedule.wakesAt { canvas.change(at: wakesAt) }
    return Frame(surface: canvas.surface, nextTick: canvas.changesAt)
}

/// The last line, and those above it that what is said there needs.
private func footer(of state: DashboardState, _ layout: Layout, _ repertoire: Repertoire) -> Rect {
    let line = layout.footer
    var extra = 0
    if case .filter(let prompt) = state.focus {
        extra = FooterView.needsSecondLine(prompt, width: line.columns, in: repertoire) ? 1 : 0
    } else if let message = state.message {
        extra = FooterView.extraLines(message, width: line.columns, in: repertoire)
    }
    extra = line.isEmpty ? 0 : max(0, min(extra, line.row))
    return Rect(row: line.row - extra, column: line.column, rows: line.rows + extra, columns: line.columns)
}

extension Layout {
    var tableWithTitles: Rect {
        Rect(
            row: columnTitles.row, column: table.column, rows: columnTitles.rows + table.rows, columns: table.columns)
    }
}
