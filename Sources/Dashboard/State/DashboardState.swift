import DNSCore
import ServiceCatalog
import Terminal

/// All that the screen shows and how the user looks at it. A value: `reduce` changes it, `render` draws it.
package struct DashboardState: Sendable {
    /// Who gets the keys.
    enum Focus: Hashable, Sendable {
        case table
        case filter(FilterPrompt)
    }

    package let keyMap: KeyMap
    package internal(set) var size: Size
    package internal(set) var now: Timestamp
    /// What is shown: the newest that is known unless the picture is held. The order of the rows may be older.
    package internal(set) var snapshot: Snapshot
    var newest: Snapshot
    /// nil while the present is shown.
    var hold: Hold?
    var rewind = Rewind()
    var notifier: Notifier
    package internal(set) var filter: Filter
    package internal(set) var problemsOnly = false
    /// What the user has chosen; the rows may still lie as they did before.
    var order: RowOrder
    var columns: ColumnChoice
    /// The only zone that is shown; nil for all.
    var zoneAlone: DomainName?
    /// What is kept for the next start.
    package internal(set) var preferences: ViewPreferences
    package internal(set) var message: Message? { didSet { messageSince = now } }
    var messageSince: Timestamp
    var focus = Focus.table
    /// What lies over the table, the topmost last: that one gets the keys.
    var overlays: [any Overlay] = []
    let premises: Premises
    var acting = Acting()
    var palette = PaletteMemory()
    /// Whether the program gets clicks and the wheel, or the terminal does.
    var isMouseOn: Bool
    var areDetailsOpen = false
    /// The first line of the details that is shown.
    var detailsTop = 0
    var arrangement = Arrangement.empty
    var rows = RowIndex()
    var folds = Folds()
    var widths = NaturalWidths()
    var cursor = Cursor()
    var marks = Marks()
    var markRange: MarkRange?
    var tally = MarkTally()
    /// The filters of this session, the latest last.
    var filterHistory: [String] = []
    /// For telling a double click.
    var lastClick: Click?
    /// Where the cursor is to be once the rows that are being ordered are there.
    var wish: PlacedCursor?
    /// Where the cursor was before the filter hid rows, or where the user has moved it since; nil while nothing is filtered.
    var cursorBeforeFilter: PlacedCursor?
    /// The first row on the screen.
    var top = 0
    var schedule = ArrangementSchedule()

    package init(
        size: Size, at now: Timestamp, snapshot: Snapshot, filter: Filter = .none, keyMap: KeyMap = .standard,
        premises: Premises = Premises(), preferences: ViewPreferences = ViewPreferences()
    ) {
        order = RowOrder(preferences)
        columns = preferences.columns.map { ColumnChoice($0) } ?? .standard
        self.premises = premises
        isMouseOn = premises.isMouseOn
        self.preferences = preferences
        self.size = size
        self.now = now
        messageSince = now
        self.snapshot = snapshot
        newest = snapshot
        notifier = Notifier(premises.notifications)
        self.filter = filter
        self.keyMap = keyMap
        schedule.wantNow()
    }

    /// The effects of starting: call it once, before the first event.
    package mutating func start() -> [Effect] { nextArrangement() }
}

extension DashboardState {
    var layout: Layout { Layout(of: self) }

    /// A zone as it is known now, if the number means the same record there; else as it was when the rows were ordered.
    func zone(showing instance: InstanceID, at index: Int) -> ZoneSnapshot {
        let basis = arrangement.basis.zones[index]
        guard let live = liveZone(index), basis.catalog.isSame(instance, in: live.catalog) else { return basis }
        return live
    }

    func zone(showing service: ServiceID, at index: Int) -> ZoneSnapshot {
        let basis = arrangement.basis.zones[index]
        guard let live = liveZone(index), basis.catalog.isSame(service, in: live.catalog) else { return basis }
        return live
    }

    private func liveZone(_ index: Int) -> ZoneSnapshot? {
        guard snapshot.zones.indices.contains(index) else { return nil }
        return snapshot.zones[index].name == arrangement.basis.zones[index].name ? snapshot.zones[index] : nil
    }

    /// What keys act on.
    var selection: RowKey? { rows.count > 0 ? cursor.key : nil }

    func key(at row: Int) -> RowKey? {
        guard row >= 0, row < rows.count else { return nil }
        let place = rows.place(of: row)
        let members = place.offset > 0 ? arrangement.members(of: place.group) : []
        guard place.offset > 0, place.offset <= members.count else {
            return .group(arrangement.groups[place.group].key)
        }
        return .instance(members[members.startIndex + place.offset - 1])
    }
}
