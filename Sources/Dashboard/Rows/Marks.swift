import ServiceCatalog

/// Records that the user has marked, to act on several at once. They belong to the records, whatever happens to rows.
struct Marks: Sendable {
    /// An action on more is not one that anybody could look through before it is done.
    static let most = 10_000

    /// By the numbers that the records have in the arrangement that is shown.
    private var names: [InstanceKey: RecordName] = [:]
    /// Those that no zone has now: should one come back, it is still the same record.
    private var absent: Set<RecordName> = []

    var isEmpty: Bool { names.isEmpty }
    /// Of the records that there are.
    var count: Int { names.count }
    var keys: some Collection<InstanceKey> { names.keys }

    func contains(_ key: InstanceKey) -> Bool { !names.isEmpty && names[key] != nil }

    /// - Returns: whether there was room.
    @discardableResult
    mutating func insert(_ key: InstanceKey, in zones: [ZoneSnapshot]) -> Bool {
        guard names[key] == nil else { return true }
        guard names.count + absent.count < Self.most else { return false }
        names[key] = RecordName(key, in: zones)
        return true
    }

    mutating func remove(_ key: InstanceKey) { names[key] = nil }

    /// Learns the numbers that the records have in other zones, or in the same after a change.
    mutating func renumber(from old: [ZoneSnapshot], to new: [ZoneSnapshot]) {
        guard !names.isEmpty || !absent.isEmpty else { return }
        var found: [InstanceKey: RecordName] = [:]
        var missing: Set<RecordName> = []
        for (key, name) in names {
            if Self.isUnchanged(key, from: old, to: new) {
                found[key] = name
            } else if let key = name.key(in: new, hint: key) {
                found[key] = name
            } else {
                missing.insert(name)
            }
        }
        for name in absent {
            if let key = name.key(in: new, hint: nil) { found[key] = name } else { missing.insert(name) }
        }
        (names, absent) = (found, missing)
    }

    private static func isUnchanged(_ key: InstanceKey, from old: [ZoneSnapshot], to new: [ZoneSnapshot]) -> Bool {
        guard new.indices.contains(key.zone), old[key.zone].name == new[key.zone].name else { return false }
        let catalog = new[key.zone].catalog
        return catalog.isRegistered(key.instance) && old[key.zone].catalog.isSame(key.instance, in: catalog)
    }
}

/// Marks that follow the cursor from the row at which they were begun.
struct MarkRange: Sendable {
    var firstRow: Int
    /// What was marked before.
    var before: Marks
}

/// Where the marked records are.
struct MarkTally: Sendable {
    /// How many have no row: filtered away, or in a folded group.
    var hidden = 0
    /// How many lie in each group.
    var groups: [GroupKey: Int] = [:]
}
