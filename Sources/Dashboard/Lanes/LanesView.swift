import ServiceCatalog
import Terminal

/// A service's failover as a picture: a lane for each instance, by tier, with the shares as they were and are at the right.
struct LanesView: View {
    let lanes: ServiceLanes
    let zoom: Int
    /// The first lane that is shown; nil where those that changed last are chosen.
    let top: Int?
    /// When load moved.
    let failovers: [Timestamp]

    private static let shareWidth = 9

    /// Columns of the names: as much as they want, a third at the most.
    private func nameWidth(_ canvas: Canvas) -> Int {
        let wanted = lanes.lanes.map { canvas.columns(of: $0.title) + tierWidth }.max() ?? 0
        return max(8, min(wanted, canvas.size.columns / 3))
    }

    private var tierWidth: Int {
        let widest = lanes.lanes.map(\.tier.count).max() ?? 0
        return widest == 0 ? 0 : widest + 1
    }

    func draw(on canvas: inout Canvas) {
        let left = 1 + nameWidth(canvas) + 2
        let columns = canvas.size.columns - left - 2 - Self.shareWidth
        guard columns >= 8, canvas.size.rows >= 2 else { return }
        let axis = LaneAxis(columns: columns, zoom: zoom, now: canvas.now)
        canvas.change(at: axis.end)
        let rows = canvas.size.rows - 1
        let chosen = top.map { Array(lanes.lanes.dropFirst($0).prefix(rows)) } ?? lanes.chosen(rows)
        draw(axis, at: left, on: &canvas)
        for (row, (lane, states)) in zip(chosen, lanes.states(of: chosen, axis)).enumerated() {
            draw(lane, states, row: row + 1, left: left, on: &canvas)
        }
    }

    private func draw(_ axis: LaneAxis, at left: Int, on canvas: inout Canvas) {
        let theme = canvas.theme
        let marks = Set(failovers.compactMap(axis.column))
        for tick in axis.ticks {
            canvas.put("╵", row: 0, column: left + tick.column, style: theme[.graphAxis])
            let label = tick.column + 1..<tick.column + 1 + tick.label.count
            guard label.upperBound <= axis.columns, !marks.contains(where: label.contains) else { continue }
            canvas.put(tick.label, row: 0, column: left + label.lowerBound, style: theme[.dim])
        }
        for column in marks { canvas.put("▼", row: 0, column: left + column, style: theme[.warning]) }
        canvas.put("now", row: 0, column: left + axis.columns + 1, style: theme[.dim])
    }

    private func draw(_ lane: Lane, _ states: [LaneState], row: Int, left: Int, on canvas: inout Canvas) {
        let theme = canvas.theme
        let tier = tierWidth
        canvas.put(lane.tier, row: row, column: 1, width: tier, style: theme[.dim])
        canvas.put(lane.title, row: row, column: 1 + tier, width: left - 2 - tier - 1, style: theme[.text])
        var spans: [Span] = []
        for state in states {
            let span = state.span(theme, canvas.repertoire)
            if let last = spans.last, last.style == span.style {
                spans[spans.count - 1].text += span.text
            } else {
                spans.append(span)
            }
        }
        canvas.put(spans, row: row, column: left)
        canvas.put(
            lane.shares.text, row: row, column: left + states.count + 1, width: Self.shareWidth,
            style: theme[lane.shares.isCertain ? .text : .dim])
    }
}

extension DashboardState {
    /// The service that the cursor is on, or in.
    var selectedService: ServiceKey? {
        switch selection {
        case .instance(let key): arrangement.service(of: key)
        case .group(let key) where arrangement.order.grouping.isByService: key.service
        case .group, nil: nil
        }
    }

    var lanes: ServiceLanes? { selectedService.map { ServiceLanes(state: self, $0) } }

    /// When load moved among a service's instances, as far as the events are kept; the latest first.
    func failovers(of service: ServiceLanes) -> [(at: Timestamp, failover: Failover)] {
        snapshot.events.reversed().compactMap { event in
            guard event.service == service.service, case .failover(let failover) = event.kind else { return nil }
            return (event.at, failover)
        }
    }
}

extension Canvas {
    /// What the glyphs of the lanes mean, those of the rarer statuses where some lane had them; as much as there is room for.
    func laneLegend(_ lanes: ServiceLanes, width: Int) -> String {
        let sign = { (state: LaneState) in state.span(theme, repertoire).text }
        var legend =
            "\(sign(.serving)) serving  \(sign(.standby)) standby  \(sign(.down)) down  \(sign(.gone)) gone"
        for status in lanes.otherStatuses {
            let entry = "  \(sign(.other(status))) \(status)"
            if columns(of: legend) + columns(of: entry) <= width { legend += entry }
        }
        return columns(of: legend) <= width ? legend : ""
    }
}

/// The lanes of the service under the cursor, as a pane.
struct LanesPane: View {
    let state: DashboardState

    func draw(on canvas: inout Canvas) {
        guard let lanes = state.lanes else {
            canvas.rule(row: 0, title: "failover")
            let text = "of one service: put the cursor on one of its instances"
            canvas.put(text, row: 1, column: 1, style: canvas.theme[.dim])
            return
        }
        let key = state.keyMap.keys(for: .lanes).first.map { "\($0) " } ?? ""
        let shown = min(lanes.lanes.count, max(0, canvas.size.rows - 2))
        let rest = lanes.lanes.count + lanes.others - shown
        let more = rest > 0 ? "\(key)\(Numbers.grouped(rest)) more" : ""
        let width = canvas.size.columns - 20 - (more.isEmpty ? 0 : canvas.columns(of: more) + 3)
        let note = [canvas.laneLegend(lanes, width: width), more].filter { !$0.isEmpty }.joined(separator: "   ")
        canvas.rule(row: 0, title: "failover", note: note)
        let part = Rect(row: 1, column: 0, rows: canvas.size.rows - 1, columns: canvas.size.columns)
        let view = LanesView(
            lanes: lanes, zoom: LaneAxis.usualZoom, top: nil, failovers: state.failovers(of: lanes).map(\.at))
        canvas.draw(view, in: part)
    }
}
