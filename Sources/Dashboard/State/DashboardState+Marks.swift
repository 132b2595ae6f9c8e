import ServiceCatalog
import Terminal

/// Marking records, and what an action is about.
extension DashboardState {
    /// The records that an action is about, by their numbers in `arrangement.basis`: those that are marked; without marks
    /// the one under the cursor, or the members of the group under it. What is gone from the zone cannot be acted on.
    /// `hiddenCount` of them have no row.
    var actionSubjects: (subjects: [PlanRequest.Subject], hiddenCount: Int) {
        let keys = (marks.isEmpty ? keysUnderCursor : Array(marks.keys)).filter {
            arrangement.basis.zones[$0.zone].catalog.isRegistered($0.instance)
        }
        let subjects = keys.sorted { ($0.zone, $0.instance.rawValue) < ($1.zone, $1.instance.rawValue) }.map {
            PlanRequest.Subject(zone: $0.zone, instance: $0.instance)
        }
        return (subjects, keys.count { !hasRow($0) })
    }

    private var keysUnderCursor: [InstanceKey] {
        guard let selection else { return [] }
        if let key = selection.instance { return [key] }
        let group = rows.place(of: cursor.row).group
        // More cannot be marked either.
        guard arrangement.groups[group].count <= Marks.most else { return [] }
        return Array(arrangement.unorderedMembers(of: group))
    }

    private func hasRow(_ key: InstanceKey) -> Bool {
        arrangement.shows(key) && !isFolded(arrangement.groupKey(of: key))
    }

    func isFolded(_ group: GroupKey) -> Bool { arrangement.order.grouping.hasHeaders && folds.contains(group) }

    /// To be called when marks, rows or folds have changed.
    mutating func tallyMarks() {
        tally = MarkTally()
        for key in marks.keys {
            let isShown = arrangement.shows(key)
            let group = arrangement.groupKey(of: key)
            if isShown { tally.groups[group, default: 0] += 1 }
            if !isShown || isFolded(group) { tally.hidden += 1 }
        }
    }
}

// MARK: - Keys

extension DashboardState {
    /// Marks the record under the cursor, or takes its mark away, and goes on; on a group's row all of the group.
    mutating func toggleMark() {
        if markRange != nil { return keepRange() }
        guard let selection else { return }
        if let key = selection.instance {
            if marks.contains(key) { marks.remove(key) } else { insert([key]) }
            tallyMarks()
            move(by: 1)
        } else {
            let group = rows.place(of: cursor.row).group
            toggleMarks(of: group)
            move(to: rows.row(of: RowIndex.Place(group: group, offset: 1)) + rows.memberCount(of: group))
        }
    }

    private mutating func toggleMarks(of group: Int) {
        let entry = arrangement.groups[group]
        guard hasRoom(for: Int(entry.count)) else { return }
        let members = arrangement.unorderedMembers(of: group)
        if members.allSatisfy(marks.contains) {
            for member in members { marks.remove(member) }
        } else {
            insert(members)
        }
        tallyMarks()
    }

    mutating func markAll() {
        markRange = nil
        guard hasRoom(for: arrangement.instanceCount) else { return }
        for group in arrangement.groups.indices { insert(arrangement.unorderedMembers(of: group)) }
        tallyMarks()
    }

    mutating func unmarkAll() {
        markRange = nil
        marks = Marks()
        tallyMarks()
    }

    private mutating func hasRoom(for count: Int) -> Bool {
        guard count > Marks.most else { return true }
        let most = Numbers.grouped(Marks.most)
        message = Message(
            "\(Numbers.grouped(count)) are shown, \(most) can be marked: filter first", .warning,
            brief: "Too many to mark: filter first")
        return false
    }

    private mutating func insert(_ keys: some Sequence<InstanceKey>) {
        for key in keys where !marks.insert(key, in: arrangement.basis.zones) {
            message = Message("No more than \(Numbers.grouped(Marks.most)) records can be marked", .warning)
            return
        }
    }
}

// MARK: - A range

extension DashboardState {
    mutating func toggleRange() {
        if markRange != nil { return keepRange() }
        guard rows.count > 0 else { return }
        markRange = MarkRange(firstRow: cursor.row, before: marks)
        extendRange()
    }

    /// Marks what lies between the first row and the cursor, and nothing else that was not marked before.
    mutating func extendRange() {
        guard let range = markRange, rows.count > 0 else { return }
        marks = range.before
        message = Message(
            "Marking from here on: \(keyName(.markRange)) keeps the marks, \(keyName(.back)) does not",
            brief: "Marking: \(keyName(.markRange)) keeps, \(keyName(.back)) does not")
        let ends = [min(range.firstRow, rows.count - 1), cursor.row].sorted()
        insertMembers(ofRows: ends[0]...ends[1])
        tallyMarks()
    }

    /// A folded group's row stands for all of its members, that of an unfolded one for none.
    private mutating func insertMembers(ofRows range: ClosedRange<Int>) {
        var row = range.lowerBound
        while row <= range.upperBound {
            let group = rows.place(of: row).group
            let first = rows.row(of: RowIndex.Place(group: group, offset: 1))
            let end = first + rows.memberCount(of: group)
            if first == end {
                guard hasRoom(for: Int(arrangement.groups[group].count)) else { return }
                insert(arrangement.unorderedMembers(of: group))
            } else {
                let within = max(first, row)..<max(first, min(end, range.upperBound + 1))
                insert(arrangement.members(of: group).dropFirst(within.lowerBound - first).prefix(within.count))
            }
            row = end
        }
    }

    private mutating func keepRange() {
        markRange = nil
        message = Message("\(Numbers.counted(marks.count, "record")) marked")
    }

    /// - Returns: whether there was a range.
    mutating func takeRangeBack() -> Bool {
        guard let range = markRange else { return false }
        markRange = nil
        marks = range.before
        tallyMarks()
        return true
    }

    /// What the user presses for an action.
    func keyName(_ action: Action) -> String { keyMap.keys(for: action).first?.description ?? "" }
}
