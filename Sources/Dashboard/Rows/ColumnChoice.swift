/// Which columns the user wants to see, in which order. Where there is no room for all, `ColumnLayout` leaves some out.
struct ColumnChoice: Hashable, Sendable {
    /// All there are: those that are off keep their place.
    private(set) var all: [Column]
    private(set) var hidden: Set<Column>

    static let standard = ColumnChoice(
        all: Column.allCases, hidden: [.address, .port, .owner])

    private init(all: [Column], hidden: Set<Column>) {
        self.all = all
        self.hidden = hidden
    }

    /// - Parameter words: as they were saved; words for columns that there are not, or not any more, are passed over.
    init(_ words: [String]) {
        var shown: [Column] = []
        for column in words.compactMap(Column.init(rawValue:)) where !shown.contains(column) { shown.append(column) }
        shown = Column.allCases.filter { $0.isIndispensable && !shown.contains($0) } + shown
        let rest = Column.allCases.filter { !shown.contains($0) }
        self.init(all: shown + rest, hidden: Set(rest))
    }

    var shown: [Column] { all.filter { !hidden.contains($0) } }
    var words: [String] { shown.map(\.rawValue) }

    mutating func toggle(_ column: Column) {
        guard !column.isIndispensable else { return }
        if hidden.remove(column) == nil { hidden.insert(column) }
    }

    /// - Returns: whether there was a place to move to.
    mutating func move(_ column: Column, by step: Int) -> Bool {
        guard let index = all.firstIndex(of: column), all.indices.contains(index + step) else { return false }
        all.swapAt(index, index + step)
        return true
    }
}
