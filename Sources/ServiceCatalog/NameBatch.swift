import DNSCore
import Glibc

/// Names that are to be interned together.
///
/// A table of many names is larger than the processor's caches, and a look into it waits for memory three times. A batch
/// waits three times in all, since what does not depend on one another is fetched at the same time.
struct NameBatch: ~Copyable, Sendable {
    static let capacity = 32

    private(set) var count = 0
    fileprivate var names = InlineArray<32, NameBuffer> { _ in NameBuffer() }
    fileprivate var hashes = InlineArray<32, UInt32>(repeating: 0)

    var isFull: Bool { count == Self.capacity }

    /// - Parameter body: reads one more name. If it fails the batch stays as it is.
    mutating func read<Value>(_ body: (inout NameBuffer) throws(WireError) -> Value) throws(WireError) -> Value {
        let value = try body(&names[count])
        hashes[count] = NameTable.hash(names[count].bytes)
        count += 1
        return value
    }

    mutating func removeAll() { count = 0 }
}

extension NameTable {
    /// The ids of the names, `none` for those that the table has no room for.
    mutating func intern(_ batch: borrowing NameBatch) -> InlineArray<32, NameID> {
        var ids = InlineArray<32, NameID>(repeating: .none)
        var lengths = InlineArray<32, UInt8>(repeating: 0)
        var positions = InlineArray<32, UInt32>(repeating: 0)
        for index in 0..<batch.count { ids[index] = guess(batch.hashes[index]) }
        for index in 0..<batch.count where ids[index] != .none {
            (positions[index], lengths[index]) = (self[ids[index]].position, self[ids[index]].length)
        }
        for index in 0..<batch.count {
            let bytes = batch.names[index].bytes
            if Int(lengths[index]) != bytes.count || !isEqual(bytes, at: positions[index]) {
                ids[index] = intern(bytes, batch.hashes[index]) ?? .none
            }
        }
        return ids
    }
}
