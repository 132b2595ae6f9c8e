import ServiceCatalog
import Terminal

/// The table's columns for a width: the important ones first, each as wide as the zone's data wants and no wider.
struct ColumnLayout: Hashable, Sendable {
    enum Column: String, CaseIterable, Sendable {
        case status = "STATUS"
        case instance = "SERVICE / INSTANCE"
        case target = "TARGET:PORT"
        case priority = "PRIO"
        case weight = "WEIGHT"
        case share = "SHARE"
        case shareBar = ""
        case roundTrip = "RTT"
        case history = "HISTORY"
        case ttl = "TTL"
        case age = "FOR"
        case reason = "REASON"

        var isNumber: Bool {
            switch self {
            case .priority, .weight, .share, .roundTrip, .ttl, .age: true
            case .status, .instance, .target, .shareBar, .history, .reason: false
            }
        }
    }

    struct Placed: Hashable, Sendable {
        var column: Column
        var start: Int
        var width: Int
    }

    private(set) var placed: [Placed] = []

    static let gap = 2
    private static let longestReason = 27

    /// Which columns go first when there is no room: the last of these.
    private static let importance: [Column] = [
        .status, .instance, .share, .age, .roundTrip, .reason, .history, .target, .priority, .weight, .ttl, .shareBar,
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

    init(width: Int, widths: NaturalWidths) {
        let wishes = Self.wishes(width: width, widths)
        var chosen: [Column: Int] = [:]
        var rest = width - Layout.gutter
        for column in Self.importance {
            guard let wish = wishes[column], wish.most > 0 else { continue }
            let gap = chosen.isEmpty ? 0 : Self.gap
            guard wish.least + gap <= rest || chosen.isEmpty else { continue }
            chosen[column] = min(wish.fair, rest - gap)
            rest -= gap + min(wish.fair, rest - gap)
        }
        for column in [Column.instance, .status, .target, .reason, .history] {
            guard let width = chosen[column], let wish = wishes[column] else { continue }
            let more = min(rest, wish.most - width)
            chosen[column] = width + more
            rest -= more
        }
        if chosen[.reason] == nil, let width = chosen[.instance] { chosen[.instance] = width + rest }
        place(chosen)
    }

    private static func wishes(width: Int, _ widths: NaturalWidths) -> [Column: Wish] {
        let instance = min(60, max(18, widths.service, widths.instance + 2))
        let target = widths.target == 0 ? 0 : min(48, max(11, widths.target))
        return [
            .status: Wish(least: 11, fair: 11, most: 13),
            .instance: Wish(least: 16, fair: max(16, width * 3 / 10), most: instance),
            .target: Wish(least: 16, fair: 24, most: target),
            .priority: Wish(max(4, widths.priority)), .weight: Wish(max(6, widths.weight)), .shareBar: Wish(8),
            .share: Wish(8), .roundTrip: Wish(5), .ttl: Wish(max(5, widths.ttl)), .age: Wish(3),
            .history: Wish(least: 8, fair: 14, most: RoundTripHistory.capacity),
            .reason: Wish(least: 12, fair: 21, most: longestReason),
        ]
    }

    private mutating func place(_ chosen: [Column: Int]) {
        var start = Layout.gutter
        for column in Column.allCases {
            guard let width = chosen[column] else { continue }
            placed.append(Placed(column: column, start: start, width: width))
            start += width + Self.gap
        }
    }

    subscript(column: Column) -> Placed? { placed.first { $0.column == column } }

    /// The first column after the names, where a service's own figures go.
    var figuresStart: Int? {
        placed.first { $0.column != .status && $0.column != .instance && $0.column != .target }?.start
    }
}
