import ServiceCatalog
import Terminal

/// The table's columns for a width: of those that are wanted the important ones first, each as wide as the zone's data wants
/// and no wider, in the order in which they are wanted.
struct ColumnLayout: Hashable, Sendable {
    struct Placed: Hashable, Sendable {
        var column: Column
        var start: Int
        var width: Int

        var end: Int { start + width }
    }

    private(set) var placed: [Placed] = []

    static let gap = 2
    private static let longestReason = 27

    /// Which columns go first when there is no room: the last of these.
    private static let importance: [Column] = [
        .status, .instance, .service, .zone, .share, .age, .rtt, .reason, .history, .lease, .target, .priority, .weight,
        .port, .ttl, .address, .owner, .shareBar,
    ]

    /// How much room a column must have, is given before less important ones get any, and can use.
    private struct Wish {
        var least: Int
        var fair: Int
        var most: Int

        init(_ width: Int) { (least, fair, most) = (width, width, width) }
        init(least: Int, fair: Int, most: Int) {
            self.most = most
            self.fair = min(fair, most)
            self.least = min(least, most)
        }
    }

    init(width: Int, widths: NaturalWidths, columns: [Column]) {
        var chosen: [Column: Int] = [:]
        var rest = width - Layout.gutter(width)
        for column in Self.importance where columns.contains(column) {
            let wish = Self.wish(column, width: width, widths)
            guard wish.most > 0 else { continue }
            let gap = chosen.isEmpty ? 0 : Self.gap
            guard wish.least + gap <= rest || chosen.isEmpty else { continue }
            chosen[column] = min(wish.fair, rest - gap)
            rest -= gap + min(wish.fair, rest - gap)
        }
        for column in [Column.service, .zone, .instance, .status, .target, .address, .reason, .history] {
            guard let width = chosen[column] else { continue }
            let more = min(rest, Self.wish(column, width: width, widths).most - width)
            chosen[column] = width + max(0, more)
            rest -= max(0, more)
        }
        if chosen[.reason] == nil, let width = chosen[.instance] { chosen[.instance] = width + rest }
        place(chosen, in: columns, from: Layout.gutter(width))
    }

    private static func wish(_ column: Column, width: Int, _ widths: NaturalWidths) -> Wish {
        switch column {
        case .status: Wish(widths.status)
        case .instance:
            Wish(least: 16, fair: max(16, width * 3 / 10), most: min(60, max(18, widths.group, widths.instance + 2)))
        case .service: Wish(least: 12, fair: 18, most: min(48, max(12, widths.service)))
        case .zone: Wish(least: 8, fair: 14, most: min(40, max(8, widths.zone)))
        case .target: Wish(least: 16, fair: 24, most: widths.target == 0 ? 0 : min(48, max(11, widths.target)))
        case .address: Wish(least: 9, fair: 15, most: min(39, max(9, widths.address)))
        case .port, .rtt, .lease: Wish(5)
        case .priority: Wish(max(4, widths.priority))
        case .weight: Wish(max(6, widths.weight))
        case .share, .shareBar: Wish(8)
        case .history: Wish(least: 8, fair: 8, most: RoundTripHistory.capacity)
        case .ttl: Wish(max(5, widths.ttl))
        case .age: Wish(3)
        case .owner: Wish(least: 6, fair: 10, most: 16)
        case .reason: Wish(least: 12, fair: 21, most: longestReason)
        }
    }

    private mutating func place(_ chosen: [Column: Int], in columns: [Column], from gutter: Int) {
        var start = gutter
        for column in columns {
            guard let width = chosen[column] else { continue }
            placed.append(Placed(column: column, start: start, width: width))
            start += width + Self.gap
        }
    }

    subscript(column: Column) -> Placed? { placed.first { $0.column == column } }

    /// The column whose title or values are at a place.
    func column(at place: Int) -> Column? {
        placed.last { $0.start - Self.gap < place && place <= $0.end }.flatMap {
            place >= $0.start - 1 ? $0.column : nil
        }
    }

    /// The first column behind the names, where a group's own figures go.
    var figuresStart: Int? {
        guard let name = self[.instance] else { return nil }
        return placed.first { placed in
            switch placed.column {
            case .status, .instance, .service, .zone, .target, .address: false
            default: placed.start > name.start
            }
        }?.start
    }
}
