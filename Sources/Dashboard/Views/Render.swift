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
        Surface(state.size, repertoire: repertoire, style: theme.ground), theme: theme, now: state.shownAt,
        frame: state.frameStyle(theme))
    let layout = state.layout
    canvas.draw(ZoneLinesView(state: state), in: layout.zones)
    canvas.draw(CountsView(state: state), in: layout.counts)
    let frames = state.overlays.map { $0.frame(in: layout.body, state) }
    // What is covered whole need not be drawn.
    if !frames.contains(layout.body) {
        canvas.draw(TableView(state: state, titles: layout.columnTitles.rows), in: layout.tableWithTitles)
        canvas.draw(DetailsView(state: state), in: layout.details)
        canvas.draw(LanesPane(state: state), in: layout.lanes)
        canvas.draw(EventsView(state: state), in: layout.events)
        canvas.draw(in: layout.divider) { canvas in
            canvas.divider(column: 0, rows: 0..<canvas.size.rows)
            for pane in [layout.details, layout.lanes, layout.events] where !pane.isEmpty {
                canvas.put("├", row: pane.row - layout.divider.row, column: 0, style: canvas.frame)
            }
        }
    }
    for (overlay, frame) in zip(state.overlays, frames) {
        canvas.fill(frame, style: theme[.text])
        canvas.draw(in: frame) { overlay.draw(state, on: &$0) }
    }
    canvas.draw(FooterView(state: state), in: footer(of: state, layout, repertoire))
    if let hold = state.hold { return finish(canvas, state, hold, layout) }
    for zone in state.snapshot.zones {
        guard let confirmed = zone.freshness.confirmedAt else { continue }
        canvas.change(at: confirmed.advanced(by: zone.maximumAge).advanced(by: .nanoseconds(1)))
    }
    for wakesAt in state.wakesAt { canvas.change(at: wakesAt) }
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

/// Over a picture that stands still only its own age changes.
private func finish(_ still: Canvas, _ state: DashboardState, _ hold: Hold, _ layout: Layout) -> Frame {
    var canvas = Canvas(still.surface, theme: still.theme, now: state.now, frame: still.frame)
    var line = layout.zones
    line.rows = min(1, line.rows)
    canvas.draw(HoldBanner(hold: hold, state: state), in: line)
    for wakesAt in state.wakesAt { canvas.change(at: wakesAt) }
    return Frame(surface: canvas.surface, nextTick: canvas.changesAt)
}

extension DashboardState {
    /// When something is to change that no view knows of.
    fileprivate var wakesAt: [Timestamp] {
        [schedule.wakesAt, notifier.wakesAt, messageEndsAt].compactMap(\.self)
    }

    /// How frames and rules look: another way in production, and while the picture is not the present.
    func frameStyle(_ theme: Theme) -> Style {
        if !isLive { return Style(theme[.warning].foreground, on: .default, .bold) }
        let isProduction = snapshot.zones.contains { premises.contexts[$0.name]?.isProduction == true }
        return isProduction ? theme.line(of: .bannerProduction) : theme[.border]
    }
}

extension Theme {
    /// A banner's colour for lines.
    fileprivate func line(of banner: Role) -> Style {
        let style = self[banner]
        return Style(style.background == .default ? style.foreground : style.background, on: .default, .bold)
    }
}

extension Layout {
    var tableWithTitles: Rect {
        Rect(
            row: columnTitles.row, column: table.column, rows: columnTitles.rows + table.rows, columns: table.columns)
    }
}
