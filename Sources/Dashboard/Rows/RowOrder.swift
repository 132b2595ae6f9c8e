/// What the rows lie under, and which come first.
struct RowOrder: Hashable, Sendable {
    var grouping = Grouping.service
    var sort = Column.status
    /// The other way round than the column's own.
    var isInverted = false

    /// Whether small values, early letters and bad statuses come last.
    var isDescending: Bool { sort.isLargestFirst != isInverted }

    /// Groups stand worst first whatever their members are sorted by, unless it is by name: then they are, too.
    var sortsGroupsByName: Bool {
        switch grouping {
        case .service, .tier: sort == .instance || sort == .service
        case .target: sort == .instance || sort == .target
        case .status, .flat: false
        }
    }
}

extension RowOrder {
    /// - Parameter preferences: what cannot be understood in them is passed over.
    init(_ preferences: ViewPreferences) {
        if let group = preferences.group.flatMap(Grouping.init(rawValue:)) { grouping = group }
        guard let column = preferences.sort.flatMap(Column.init(rawValue:)), column.isSortable else { return }
        sort = column
        isInverted = preferences.isSortInverted ?? false
    }
}
