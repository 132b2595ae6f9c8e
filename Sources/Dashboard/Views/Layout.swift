import ServiceCatalog
import Terminal

/// Where the parts of the screen are: on a small one the panes go first, then the header's lines, never the table.
struct Layout: Hashable, Sendable {
    /// Columns left of the table's first one: cursor, fold, mark, and a blank where there is room for it.
    static func gutter(_ width: Int) -> Int { width < 80 ? 3 : 4 }

    /// A line for each zone, as far as there is room.
    private(set) var zones: Rect
    /// Services and instances by status.
    private(set) var counts: Rect
    /// All between header and footer.
    private(set) var body: Rect
    private(set) var columnTitles: Rect
    private(set) var table: Rect
    /// A rule, then the details.
    private(set) var details: Rect
    /// A rule, then who served when.
    private(set) var lanes: Rect
    /// A rule, then the events.
    private(set) var events: Rect
    /// The line between the table and panes at its side.
    private(set) var divider: Rect
    private(set) var footer: Rect

    init(of state: DashboardState) {
        self.init(
            size: state.size, zoneCount: state.snapshot.zones.count, areDetailsOpen: state.areDetailsOpen)
    }

    init(size: Size, zoneCount: Int, areDetailsOpen: Bool) {
        var rest = Rect(size)
        footer = rest.takeBottom(size.rows > 2 ? 1 : 0)
        zones = rest.takeTop(size.rows > 3 ? min(max(1, zoneCount), Self.mostZoneLines(size)) : 0)
        counts = rest.takeTop(size.rows >= 12 ? 1 : 0)
        body = rest
        divider = Rect(row: rest.row, column: rest.right, rows: 0, columns: 0)
        if size.columns >= 160, size.rows >= 24 {
            var side = rest.takeRight(min(76, size.columns * 35 / 100))
            divider = side.takeLeft(1)
            let open = side.rows - Self.openLanes(within: side.rows)
            details = side.takeTop(areDetailsOpen ? open : max(12, side.rows * 2 / 5))
            lanes = side.takeTop(areDetailsOpen ? side.rows : side.rows >= 16 ? 8 : 0)
            events = side
        } else {
            let heights = Self.paneHeights(size, body: rest.rows, areDetailsOpen: areDetailsOpen)
            events = rest.takeBottom(heights.events)
            lanes = rest.takeBottom(heights.lanes)
            details = rest.takeBottom(heights.details)
        }
        columnTitles = rest.takeTop(size.rows >= 12 ? 1 : 0)
        table = rest
    }

    private static func mostZoneLines(_ size: Size) -> Int {
        switch size.rows {
        case ..<16: 1
        case ..<24: 2
        case ..<48: 3
        default: 6
        }
    }

    /// Rules included.
    private static func paneHeights(
        _ size: Size, body: Int, areDetailsOpen: Bool
    ) -> (details: Int, lanes: Int, events: Int) {
        if areDetailsOpen {
            let all = body - max(4, body / 3)
            let lanes = openLanes(within: all)
            return (all - lanes, lanes, 0)
        }
        return switch size.rows {
        case ..<24: (0, 0, 0)
        case ..<30: (4, 0, 3)
        case ..<36: (5, 0, 4)
        case ..<40: (8, 0, 6)
        case ..<48: (7, 6, 5)
        default: (9, 7, 8)
        }
    }

    /// Beside details that are open.
    private static func openLanes(within rows: Int) -> Int { rows >= 18 ? 7 : 0 }
}
