/// Which groups show nothing but their own row.
struct Folds: Hashable, Sendable {
    private(set) var areAllFolded = false
    private var exceptions: Set<GroupName> = []
    /// The exceptions by their numbers in the arrangement that is shown.
    private var numbers: Set<GroupKey> = []
    /// Another number for other folds.
    private(set) var revision = 0

    func contains(_ group: GroupKey) -> Bool {
        numbers.isEmpty ? areAllFolded : numbers.contains(group) != areAllFolded
    }

    mutating func set(_ group: GroupKey, in arrangement: Arrangement, folded: Bool) {
        let name = arrangement.name(of: group)
        if folded == areAllFolded {
            exceptions.remove(name)
            numbers.remove(group)
        } else {
            exceptions.insert(name)
            numbers.insert(group)
        }
        revision += 1
    }

    mutating func setAll(folded: Bool) {
        self = Folds(areAllFolded: folded, revision: revision + 1)
    }

    init(areAllFolded: Bool = false, revision: Int = 0) {
        self.areAllFolded = areAllFolded
        self.revision = revision
    }

    /// Learns the numbers that the groups have here.
    mutating func number(in arrangement: Arrangement) {
        numbers.removeAll(keepingCapacity: true)
        for name in exceptions {
            numbers.formUnion(arrangement.keys(named: name).map { arrangement.aliases[$0] ?? $0 })
        }
    }
}
