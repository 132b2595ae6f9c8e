import ServiceCatalog
import Terminal

/// What the lines of the header are about: a zone each, as far as there is room for them.
struct ZoneLines: Hashable, Sendable {
    enum Line: Hashable, Sendable {
        /// By its place among the zones.
        case zone(Int)
        /// All that have no line of their own.
        case rest
    }

    let lines: [Line]

    init(of state: DashboardState) {
        self.init(zones: state.snapshot.zones.count, lines: state.layout.zones.rows, alone: state.zoneAloneIndex)
    }

    /// - Parameter alone: the zone that is shown alone: it always has a line.
    init(zones: Int, lines: Int, alone: Int?) {
        guard zones > lines else {
            self.lines = (0..<zones).map { .zone($0) }
            return
        }
        guard lines > 1 else {
            self.lines = lines == 1 ? [alone.map { .zone($0) } ?? .rest] : []
            return
        }
        var own = Array(0..<lines - 1)
        if let alone, alone >= own.count { own[own.count - 1] = alone }
        self.lines = own.map { .zone($0) } + [.rest]
    }
}
