import ServiceCatalog
import Terminal

/// What the rows lie under, what they are sorted by, which columns they have: chosen by the user and kept for the next time.
extension DashboardState {
    mutating func group(by grouping: Grouping) -> [Effect] {
        order.grouping = grouping
        message = Message(grouping.announcement)
        return keepOrder()
    }

    mutating func sort(by column: Column, isInverted: Bool = false) -> [Effect] {
        guard column.isSortable else { return [] }
        (order.sort, order.isInverted) = (column, isInverted)
        return keepOrder()
    }

    /// By a column; a second time the other way round.
    mutating func sortOrInvert(by column: Column) -> [Effect] {
        sort(by: column, isInverted: column == order.sort && !order.isInverted)
    }

    /// By the next of the columns that are to be seen; by the first of them if it is none of them now.
    mutating func stepSort(by step: Int) -> [Effect] {
        let visible = columnLayout.placed.map(\.column).filter(\.isSortable)
        guard !visible.isEmpty else { return [] }
        let next = visible.firstIndex(of: order.sort).map { ($0 + step + visible.count) % visible.count } ?? 0
        return sort(by: visible[next])
    }

    private mutating func keepOrder() -> [Effect] {
        schedule.wantNow()
        preferences.group = order.grouping.rawValue
        preferences.sort = order.sort.rawValue
        preferences.isSortInverted = order.isInverted
        return [.save(preferences)]
    }

    mutating func keepColumns() -> [Effect] {
        preferences.columns = columns == .standard ? nil : columns.words
        return [.save(preferences)]
    }

    /// The columns as they are drawn.
    var columnLayout: ColumnLayout {
        // Text does not touch the divider.
        let margin = layout.divider.isEmpty ? 0 : 1
        return ColumnLayout(width: layout.table.columns - margin, widths: widths, columns: visibleColumns)
    }

    /// The columns that the user wants and that have something to say.
    var visibleColumns: [Column] {
        columns.shown.filter { column in
            switch column {
            case .service: !arrangement.order.grouping.isByService
            case .zone: shownZones.count > 1 && !arrangement.order.grouping.isByService
            case .target: widths.target > 0
            case .lease: shownZones.contains { !$0.leases.isEmpty }
            default: true
            }
        }
    }
}
