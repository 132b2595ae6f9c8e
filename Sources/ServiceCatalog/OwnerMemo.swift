import DNSCore

/// Remembers, within one message, which name an offset stands for: most owners are a pointer to one that has been read.
struct OwnerMemo: Sendable {
    private var ids = [UInt32](repeating: 0, count: 1 << 14)
    private var generations = [UInt32](repeating: 0, count: 1 << 14)
    private var generation: UInt32 = 0

    mutating func reset() {
        generation &+= 1
        if generation == 0 {
            generations = [UInt32](repeating: 0, count: 1 << 14)
            generation = 1
        }
    }

    func owner(of record: borrowing RecordView) -> NameID? {
        guard let pointer = record.ownerPointer, generations[pointer] == generation else { return nil }
        return NameID(ids[pointer])
    }

    mutating func note(_ owner: NameID, for record: borrowing RecordView) {
        let offset = record.ownerPointer ?? record.ownerOffset
        guard offset < ids.count else { return }
        ids[offset] = owner.rawValue
        generations[offset] = generation
    }
}

/// A set of rows, a bit each.
struct RowSet: Sendable {
    private var words: [UInt64]

    init(count: Int) { words = Array(repeating: 0, count: count / 64 + 1) }

    func contains(_ row: RowID) -> Bool {
        let word = row.index / 64
        return word < words.count && words[word] & (1 << UInt64(row.index % 64)) != 0
    }

    mutating func insert(_ row: RowID) {
        while words.count <= row.index / 64 { words.append(0) }
        words[row.index / 64] |= 1 << UInt64(row.index % 64)
    }
}
