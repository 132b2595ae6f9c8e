import DNSCore
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
        keyMap: KeyMap = .standard, premises: Premises = Premises(), preferences: ViewPreferences = ViewPreferences()
    ) {
        state = DashboardState(
            size: size, at: .testStart, snapshot: snapshot, filter: filter, keyMap: keyMap, premises: premises,
            preferences: preferences)
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

    /// What the cursor is on: a group's title, or an instance's.
    var cursorTitle: String? { state.selection.map { title(of: $0).trimmingBlanks } }

    /// The groups and instances in their order, instances with two blanks before them.
    var titles: [String] { (0..<state.rows.count).compactMap { row in state.key(at: row).map { title(of: $0) } } }

    func title(of key: RowKey) -> String {
        switch key {
        case .instance(let key): "  " + state.arrangement.basis.zones[key.zone].catalog.title(of: key.instance)
        case .group(let key):
            switch state.arrangement.name(of: key) {
            case .service(let name): name.service.shown(within: name.zone)
            case .tier(let name, let priority): "\(name.service.shown(within: name.zone)) \(priority)"
            case .target(let host): host.withoutFinalDot
            case .status(let status): status.name
            case .all: "all"
            }
        }
    }

    /// Service and title of a record, which are unique in the zones of tests.
    func record(_ key: InstanceKey) -> String { record(key, in: state.arrangement.basis) }

    func record(_ key: InstanceKey, in snapshot: Snapshot) -> String {
        let catalog = snapshot.zones[key.zone].catalog
        return "\(catalog.owner(of: key.instance)) \(catalog.title(of: key.instance))"
    }

    /// The records with a mark, in no order.
    var marked: Set<String> { Set(state.marks.keys.map { record($0) }) }

    /// What `w` would be about.
    var subjects: Set<String> {
        Set(state.actionSubjects.subjects.map { record(InstanceKey(zone: $0.zone, instance: $0.instance)) })
    }
}

extension String {
    fileprivate var trimmingBlanks: String { String(drop { $0 == " " }) }
}
