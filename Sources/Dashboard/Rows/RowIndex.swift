/// Where each group's rows stand in the list of all rows.
struct RowIndex: Sendable {
    /// A group's own row first, then its members from offset 1 on.
    struct Place: Hashable, Sendable {
        var group: Int
        var offset: Int
    }

    /// The first row of each group, then the number of all rows.
    private var starts: [Int] = [0]
    /// Rows of a group before its members: its own, or none.
    private var headers = 1

    init() {}

    init(_ arrangement: Arrangement, _ folds: Folds) {
        headers = arrangement.order.grouping.hasHeaders ? 1 : 0
        starts.removeAll()
        starts.reserveCapacity(arrangement.groups.count + 1)
        var row = 0
        for group in arrangement.groups {
            starts.append(row)
            row += headers + (headers > 0 && folds.contains(group.key) ? 0 : Int(group.count))
        }
        starts.append(row)
    }

    var count: Int { starts[starts.count - 1] }
    var groupCount: Int { starts.count - 1 }

    func row(of place: Place) -> Int { starts[place.group] + place.offset - (1 - headers) }

    /// Rows below the group's own; none while it is folded.
    func memberCount(of group: Int) -> Int { starts[group + 1] - starts[group] - headers }

    /// The offsets that have rows.
    func offsets(of group: Int) -> Range<Int> { 1 - headers..<memberCount(of: group) + 1 }

    /// - Precondition: `row` is one of the rows.
    func place(of row: Int) -> Place {
        var low = 0
        var high = groupCount
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= row { low = middle } else { high = middle }
        }
        return Place(group: low, offset: row - starts[low] + (1 - headers))
    }

    /// Shows so many members below a group.
    mutating func setMemberCount(of group: Int, to count: Int) {
        let change = count - memberCount(of: group)
        guard change != 0 else { return }
        for index in (group + 1)..<starts.count { starts[index] += change }
    }
}
