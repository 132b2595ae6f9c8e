/// Where each service's rows stand in the list of all rows.
struct RowIndex: Sendable {
    /// A service's own row first, then its instances from offset 1 on.
    struct Place: Hashable, Sendable {
        var group: Int
        var offset: Int
    }

    /// The first row of each group, then the number of all rows.
    private var starts: [Int] = [0]

    init() {}

    init(_ arrangement: Arrangement, _ folds: Folds) {
        starts.removeAll()
        starts.reserveCapacity(arrangement.groups.count + 1)
        var row = 0
        for group in arrangement.groups {
            starts.append(row)
            let isFolded = folds.contains(ServiceKey(zone: Int(group.zone), service: group.service))
            row += 1 + (isFolded ? 0 : Int(group.count))
        }
        starts.append(row)
    }

    var count: Int { starts[starts.count - 1] }
    var groupCount: Int { starts.count - 1 }

    func row(of place: Place) -> Int { starts[place.group] + place.offset }

    /// Rows below the service's own; none while it is folded.
    func memberCount(of group: Int) -> Int { starts[group + 1] - starts[group] - 1 }

    /// - Precondition: `row` is one of the rows.
    func place(of row: Int) -> Place {
        var low = 0
        var high = groupCount
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= row { low = middle } else { high = middle }
        }
        return Place(group: low, offset: row - starts[low])
    }

    /// Shows so many instances below a service.
    mutating func setMemberCount(of group: Int, to count: Int) {
        let change = count - memberCount(of: group)
        guard change != 0 else { return }
        for index in (group + 1)..<starts.count { starts[index] += change }
    }
}
