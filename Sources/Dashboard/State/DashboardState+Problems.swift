import ServiceCatalog

/// From problem to problem.
extension DashboardState {
    /// On to the next row with a problem, over the end to the beginning.
    mutating func moveToProblem(forward: Bool) {
        guard rows.count > 0, let place = nextProblem(from: rows.place(of: cursor.row), forward: forward) else {
            message = Message("No problems here")
            return
        }
        jump(to: rows.row(of: place))
    }

    private func nextProblem(from start: RowIndex.Place, forward: Bool) -> RowIndex.Place? {
        let count = rows.groupCount
        // The group that it starts in comes up twice: first what lies ahead in it, at last what lies behind.
        for step in 0...count {
            let group = (start.group + (forward ? step : count - step)) % count
            guard arrangement.groups[group].worst.isProblem else { continue }
            var offsets = rows.offsets(of: group)
            if step == 0 {
                offsets = offsets.clamped(to: forward ? start.offset + 1..<Int.max : 0..<start.offset)
            } else if step == count {
                offsets = offsets.clamped(to: forward ? 0..<start.offset + 1 : start.offset..<Int.max)
            }
            if let offset = firstProblem(in: group, among: offsets, forward: forward) {
                return RowIndex.Place(group: group, offset: offset)
            }
        }
        return nil
    }

    /// The next row of a group that shows a problem: its own where it is folded, else one of its members'.
    private func firstProblem(in group: Int, among offsets: Range<Int>, forward: Bool) -> Int? {
        if rows.memberCount(of: group) == 0 { return offsets.contains(0) ? 0 : nil }
        let members = arrangement.members(of: group)
        let isProblem = { (offset: Int) in
            offset > 0 && arrangement.health(of: members[members.startIndex + offset - 1]).status.isProblem
        }
        return forward ? offsets.first(where: isProblem) : offsets.last(where: isProblem)
    }
}
