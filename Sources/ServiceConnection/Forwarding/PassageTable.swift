/// The connections that are under way, by slot; a token that outlives its connection finds nobody.
struct PassageTable {
    /// Names one socket of one passage, in 64 bits for epoll.
    struct Token: Hashable, Sendable {
        var slot: UInt32
        var generation: UInt16
        /// 0 for the client's, otherwise one of those towards the service.
        var line: UInt16

        init(slot: UInt32, generation: UInt16, line: UInt16 = 0) {
            self.slot = slot
            self.generation = generation
            self.line = line
        }

        init(rawValue: UInt64) {
            slot = UInt32(truncatingIfNeeded: rawValue >> 32)
            generation = UInt16(truncatingIfNeeded: rawValue >> 16)
            line = UInt16(truncatingIfNeeded: rawValue)
        }

        var rawValue: UInt64 { UInt64(slot) << 32 | UInt64(generation) << 16 | UInt64(line) }

        func on(line: UInt16) -> Token { Token(slot: slot, generation: generation, line: line) }
    }

    private var slots: [(generation: UInt16, passage: Passage?)] = []
    private var free: [UInt32] = []
    private(set) var count = 0

    subscript(token: Token) -> Passage? {
        guard token.slot < slots.count, slots[Int(token.slot)].generation == token.generation else { return nil }
        return slots[Int(token.slot)].passage
    }

    mutating func add(_ make: (Token) -> Passage) -> Passage {
        let slot = free.popLast() ?? UInt32(truncatingIfNeeded: slots.count)
        if slot == slots.count { slots.append((0, nil)) }
        let passage = make(Token(slot: slot, generation: slots[Int(slot)].generation))
        slots[Int(slot)].passage = passage
        count += 1
        return passage
    }

    mutating func remove(_ passage: Passage) {
        guard self[passage.token] === passage else { return }
        let slot = Int(passage.token.slot)
        slots[slot].passage = nil
        slots[slot].generation &+= 1
        free.append(passage.token.slot)
        count -= 1
    }

    var all: [Passage] { slots.compactMap(\.passage) }
}
