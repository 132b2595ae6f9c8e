import ServiceCatalog
import Terminal

/// A service's failover in full: every lane, as far back as one likes, and below them each move of load with the shares
/// before and after.
struct LanesOverlay: Overlay {
    /// The service; its number may change.
    private let name: ServiceName
    private var zoom = LaneAxis.usualZoom
    private var top = 0

    init(_ name: ServiceName) { self.name = name }

    func draw(_ state: DashboardState, on canvas: inout Canvas) {
        guard let lanes = lanes(state) else {
            canvas.rule(row: 0, title: "failover")
            canvas.put("The service is not there any more", row: 1, column: 1, style: canvas.theme[.dim])
            return
        }
        let failovers = state.failovers(of: lanes)
        let zoneName =
            state.snapshot.zones.count > 1 ? name.service.withoutFinalDot : name.service.shown(within: name.zone)
        let title = "failover of \(zoneName)"
        let legend = canvas.laneLegend(lanes, width: canvas.size.columns - canvas.columns(of: title) - 10)
        canvas.rule(row: 0, title: title, titleStyle: canvas.theme[.strong], note: legend)
        let rows = min(lanes.lanes.count + 1, Self.laneRows(canvas.size.rows))
        let view = LanesView(lanes: lanes, zoom: zoom, top: top, failovers: failovers.map(\.at))
        canvas.draw(view, in: Rect(row: 1, column: 0, rows: rows, columns: canvas.size.columns))
        let rest = Rect(row: rows + 1, column: 0, rows: canvas.size.rows - rows - 1, columns: canvas.size.columns)
        canvas.draw(in: rest) { draw(failovers, on: &$0) }
    }

    /// The most, with the axis's line.
    private static func laneRows(_ rows: Int) -> Int { rows < 12 ? rows - 1 : rows - 1 - max(3, rows / 4) }

    private func draw(_ failovers: [(at: Timestamp, failover: Failover)], on canvas: inout Canvas) {
        guard canvas.size.rows >= 2 else { return }
        let theme = canvas.theme
        canvas.rule(row: 0, title: "moves of load", note: failovers.isEmpty ? "" : Numbers.grouped(failovers.count))
        if failovers.isEmpty { canvas.put("none since the start", row: 1, column: 1, style: theme[.dim]) }
        for (index, entry) in failovers.prefix(max(0, canvas.size.rows - 1)).enumerated() {
            let text = EventLine.servers(entry.failover.before) + " → " + EventLine.servers(entry.failover.after)
            canvas.put(entry.at.moment(seenFrom: canvas.now), row: index + 1, column: 1, style: theme[.dim])
            canvas.put(entry.failover.changedTier ? "▼" : " ", row: index + 1, column: 11, style: theme[.warning])
            canvas.put(text, row: index + 1, column: 13, style: theme[.text])
        }
    }

    mutating func take(_ input: KeyEvent, in state: inout DashboardState) -> OverlayTurn {
        switch input {
        case .key("+"), .key("="): zoom = max(0, zoom - 1)
        case .key("-"), .key("_"): zoom = min(LaneAxis.slots.count - 1, zoom + 1)
        case .key(let key): return take(state.keyMap[key], in: &state)
        case .mouse(let mouse):
            switch mouse.action {
            case .wheelUp: scroll(by: -3, state)
            case .wheelDown: scroll(by: 3, state)
            case .press, .release, .drag: break
            }
        case .paste: break
        }
        return .stay
    }

    private mutating func take(_ action: Action?, in state: inout DashboardState) -> OverlayTurn {
        let page = max(1, Self.laneRows(state.layout.body.rows) - 2)
        switch action {
        case .up: scroll(by: -1, state)
        case .down: scroll(by: 1, state)
        case .pageUp, .halfPageUp: scroll(by: -page, state)
        case .pageDown, .halfPageDown: scroll(by: page, state)
        case .first: top = 0
        case .last: scroll(by: .max / 2, state)
        case .pause: state.togglePause()
        case .historyBack: state.stepBack()
        case .historyForward: state.stepForward()
        case .live: state.goLive()
        case .quit, .back, .lanes, .enter: return .close
        default: break
        }
        return .stay
    }

    private mutating func scroll(by step: Int, _ state: DashboardState) {
        top = max(0, min(top + step, hidden(state)))
    }

    /// Lanes that there is no room for.
    private func hidden(_ state: DashboardState) -> Int {
        (lanes(state)?.lanes.count ?? 0) - (Self.laneRows(state.layout.body.rows) - 1)
    }

    private func lanes(_ state: DashboardState) -> ServiceLanes? {
        let zones = state.arrangement.basis.zones
        guard let index = zones.firstIndex(where: { $0.name == name.zone }),
            let service = zones[index].catalog.service(named: name.service)
        else { return nil }
        return ServiceLanes(state: state, ServiceKey(zone: index, service: service))
    }

    func hints(_ state: DashboardState) -> [KeyHint] {
        let key = { (action: Action) in state.keyMap.keys(for: action).first?.description ?? "" }
        return [
            KeyHint(key(.back), "close"), KeyHint("+", "closer"), KeyHint("-", "further back"),
        ] + (hidden(state) > 0 ? [KeyHint(key(.down), "more")] : []) + [
            KeyHint(key(.historyBack), "earlier"), KeyHint(key(.historyForward), "later"),
        ]
    }

    /// What a column stands for.
    func place(_ state: DashboardState) -> String {
        "a column is \(Age(elapsed: LaneAxis.slots[zoom]).text)"
    }
}

extension DashboardState {
    mutating func openLanes() {
        guard let key = selectedService else {
            message = Message("Failover is shown of one service: choose an instance")
            return
        }
        let zone = arrangement.basis.zones[key.zone]
        open(LanesOverlay(ServiceName(zone: zone.name, service: zone.catalog.name(of: key.service))))
    }
}
