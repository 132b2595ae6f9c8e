import DNSCore
import Glibc

/// Finds a record by all that it says (owner, type, RDATA), however many records share its owner.
///
/// Built when a zone is changed for the first time: a first transfer has no need of it.
struct RecordIndex: Sendable {
    /// Open addressing over row numbers; all ones where free. A removed row leaves a mark, so that chains stay whole.
    private var slots: ChunkedArray<UInt32>
    private var used = 0

    private static let free = UInt32.max
    private static let deleted = UInt32.max - 1
    private static let seed = UInt64.random(in: .min ... .max)

    init(minimumCapacity: Int) {
        var size = 4096
        while size < minimumCapacity * 2 { size *= 2 }
        slots = ChunkedArray(repeating: Self.free, count: size)
    }

    var isTooFull: Bool { used * 3 > slots.count * 2 }

    mutating func insert(_ row: RowID, hash: UInt64) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] < Self.deleted { slot = (slot + 1) & mask }
        if slots[slot] == Self.free { used += 1 }
        slots[slot] = row.rawValue
    }

    mutating func remove(_ row: RowID, hash: UInt64) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != Self.free {
            if slots[slot] == row.rawValue {
                slots[slot] = Self.deleted
                return
            }
            slot = (slot + 1) & mask
        }
    }

    func find(hash: UInt64, where isMatch: (RowID) -> Bool) -> RowID? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != Self.free {
            if slots[slot] != Self.deleted, isMatch(RowID(slots[slot])) { return RowID(slots[slot]) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    static func hash(_ words: UInt64..., bytes: UnsafeRawBufferPointer? = nil) -> UInt64 {
        var state = seed
        for word in words {
            let product = (state ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
            state = product.high ^ product.low
        }
        for byte in bytes ?? UnsafeRawBufferPointer(start: nil, count: 0) {
            state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        let product = state.multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
        return product.high ^ product.low
    }
}
