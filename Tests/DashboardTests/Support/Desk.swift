import ServiceCatalog
import Terminal

@testable import Dashboard

/// A dashboard with someone in front of it: does what the effects ask for, at once, and keeps those that are for others.
struct Desk {
    var state: DashboardState
    var effects: [Effect] = []
    var now: Timestamp = .testStart

    init(_ zones: [TestZone], size: Size = Size(rows: 24, columns: 80), filter: Filter = .none) {
        let snapshot = Snapshot(at: .testStart, zones: zones.map(\.snapshot))
        self.init(snapshot, size: size, filter: filter)
    }

    init(
        _ snapshot: Snapshot, size: Size = Size(rows: 24, columns: 80), filter: Filter = .none,
        premises: Premises = Premises()
    ) {
        state = DashboardState(size: size, at: .testStart, snapshot: snapshot, filter: filter, premises: premises)
        handle(state.start())
    }

    mutating func send(_ event: DashboardEvent) { handle(state.reduce(event, at: now)) }

    mutating func press(_ keys: Key...) {
        for key in keys { send(.input(.key(key))) }
    }

    mutating func type(_ text: String) {
        for character in text { send(.input(.key(Key(.character(character))))) }
    }

    mutating func click(row: Int, column: Int) {
        send(.input(.mouse(MouseEvent(.press(.left), at: Position(row: row, column: column)))))
    }

    mutating func wait(_ duration: Duration) {
        now = now.advanced(by: duration)
        send(.tick)
    }

    mutating func show(_ zones: [TestZone]) {
        var snapshot = state.newest
        snapshot.at = now
        snapshot.zones = zones.map(\.snapshot)
        send(.snapshot(snapshot))
    }

    private mutating func handle(_ effects: [Effect]) {
        for effect in effects {
            if case .arrange(let request) = effect {
                handle(state.reduce(.arranged(request.arrange()), at: now))
            } else {
                self.effects.append(effect)
            }
        }
    }

    func frame(_ repertoire: Repertoire = .unicode) -> Frame { render(state, theme: .night, repertoire: repertoire) }
    var text: String { frame().surface.text }
    var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

    /// The line with the cursor.
    var cursorLine: String? { lines.first { $0.hasPrefix("›") } }

    /// What the cursor is on: a service's name, or an instance's title.
    var cursorTitle: String? {
        guard let key = state.selection else { return nil }
        let catalog = state.arrangement.basis.zones[key.service.zone].catalog
        return key.instance.map { catalog.title(of: $0) }
            ?? catalog.name(of: key.service.service).shown(within: catalog.apex)
    }

    /// The services and instances in their order, instances with two blanks before them.
    var titles: [String] {
        (0..<state.rows.count).compactMap { row in
            guard let key = state.key(at: row) else { return nil }
            let catalog = state.arrangement.basis.zones[key.service.zone].catalog
            return key.instance.map { "  " + catalog.title(of: $0) }
                ?? catalog.name(of: key.service.service).shown(within: catalog.apex)
        }
    }
}
