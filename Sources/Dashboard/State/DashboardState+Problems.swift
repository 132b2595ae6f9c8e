import ServiceCatalog

/// From problem to problem.
extension DashboardState {
    /// On to the next row with a problem, over the end to the beginning.
    mutating func moveToProblem(forward: Bool) {
        guard rows.count > 0, let place = nextProblem(from: rows.place(of: cursor.row), forward: forward) else {
            message = Message("No problems here")
            return
        }
        move(to: rows.row(of: place))
    }

    private func nextProblem(from start: RowIndex.Place, forward: Bool) -> RowIndex.Place? {
        let count = rows.groupCount
        // The group that it starts in comes up twice: first what lies ahead in it, at last what lies behind.
        for step in 0...count {
            let group = (start.group + (forward ? step : count - step)) % count
            guard arrangement.groups[group].worst.isProblem else { continue }
            var offsets = problems(in: group)
            if step == 0 {
                offsets = offsets.clamped(to: forward ? start.offset + 1..<Int.max : 0..<start.offset)
            }
            if let offset = forward ? offsets.first : offsets.last {
                return RowIndex.Place(group: group, offset: offset)
            }
        }
        return nil
    }

    /// The rows of a service that show a problem, its own where it is folded. Within a service the worst come first.
    private func problems(in group: Int) -> Range<Int> {
        guard rows.memberCount(of: group) > 0 else { return 0..<1 }
        let members = arrangement.members(of: group)
        let zone = arrangement.zone(of: group)
        var (low, high) = (members.startIndex, members.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if zone.shownHealth(of: members[middle], at: arrangement.at).status.isProblem {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return 1..<1 + (low - members.startIndex)
    }
}
