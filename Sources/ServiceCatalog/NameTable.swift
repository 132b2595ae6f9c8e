import DNSCore
import Glibc

/// A name that has been interned: names are equal when their ids' folded ids are.
struct NameID: Hashable, Sendable {
    var rawValue: UInt32
    var index: Int { Int(rawValue) }

    init(_ rawValue: UInt32) { self.rawValue = rawValue }

    /// No name.
    static let none = NameID(.max)
}

/// Every name of a zone once, in wire form with its case kept, and what hangs on it.
///
/// The hash is seeded at random for each process, since the names come from the wire.
struct NameTable: Sendable {
    struct Entry: Sendable {
        var position: UInt32
        var hash: UInt32
        /// The same name in lower case; itself where there is nothing to lower. The links below are kept there only.
        var folded: NameID
        /// The first SRV record at this name. They have a list of their own: there may be a million.
        var firstInstance = RowID.none
        /// The first of the other records.
        var firstRecord = RowID.none
        /// The first SRV or PTR record that points to this name.
        var firstReferrer = RowID.none
        /// The service that SRV records at this name belong to.
        var service = ServiceID.none
        /// The next DNS-SD instance name of the same service.
        var nextInstanceName = NameID.none
        var length: UInt8

        var hasRecords: Bool { firstInstance != .none || firstRecord != .none }

        /// The head of the list that records of this type are in.
        subscript(_ type: RecordType) -> RowID {
            get { type == .srv ? firstInstance : firstRecord }
            set { if type == .srv { firstInstance = newValue } else { firstRecord = newValue } }
        }
    }

    private var arena = ByteArena()
    private var entries = ChunkedArray<Entry>()
    /// Open addressing: hash in the upper half, id in the lower; all ones where free.
    private var slots = ChunkedArray<UInt64>(repeating: .max, count: 4096)

    private static let seed = UInt64.random(in: .min ... .max)

    var count: Int { entries.count }

    subscript(id: NameID) -> Entry {
        get { entries[id.index] }
        _modify { yield &entries[id.index] }
    }

    func folded(_ id: NameID) -> NameID { entries[id.index].folded }

    func withWire<R>(_ id: NameID, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        let entry = entries[id.index]
        return arena.withBytes(at: entry.position, count: Int(entry.length), body)
    }

    func name(_ id: NameID) -> DomainName {
        // What the table holds has passed a reader, so this cannot fail.
        (try? DomainName(wire: withWire(id) { Array($0) })) ?? .root
    }

    /// The id of a name that has been seen, in whatever case; folded.
    func find(_ name: DomainName) -> NameID? {
        name.lowercased.wire.withUnsafeBytes { bytes in
            let hash = Self.hash(bytes)
            return search(bytes, hash).id
        }
    }

    /// The name's id, new if need be; nil when the table is full.
    mutating func intern(_ bytes: UnsafeRawBufferPointer) -> NameID? { intern(bytes, Self.hash(bytes)) }

    mutating func intern(_ bytes: UnsafeRawBufferPointer, _ hash: UInt32) -> NameID? {
        let (known, slot) = search(bytes, hash)
        if let known { return known }
        guard let id = insert(bytes, hash, at: slot) else { return nil }
        guard bytes.contains(where: { $0 &- 0x41 < 26 }) else { return id }
        guard let folded = bytes.map(asciiLowercased).withUnsafeBytes({ intern($0) }) else { return nil }
        entries[id.index].folded = folded
        return id
    }

    private func search(_ bytes: UnsafeRawBufferPointer, _ hash: UInt32) -> (id: NameID?, slot: Int) {
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while true {
            let content = slots[slot]
            if content == .max { return (nil, slot) }
            if UInt32(truncatingIfNeeded: content >> 32) == hash {
                let id = NameID(UInt32(truncatingIfNeeded: content))
                if isEqual(id, bytes) { return (id, slot) }
            }
            slot = (slot + 1) & mask
        }
    }

    /// The first name with a hash; `none` if there is none.
    func guess(_ hash: UInt32) -> NameID {
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot] != .max {
            let content = slots[slot]
            if UInt32(truncatingIfNeeded: content >> 32) == hash { return NameID(UInt32(truncatingIfNeeded: content)) }
            slot = (slot + 1) & mask
        }
        return .none
    }

    private func isEqual(_ id: NameID, _ bytes: UnsafeRawBufferPointer) -> Bool {
        let entry = entries[id.index]
        return Int(entry.length) == bytes.count && isEqual(bytes, at: entry.position)
    }

    /// - Precondition: a name of as many bytes begins at the position.
    func isEqual(_ bytes: UnsafeRawBufferPointer, at position: UInt32) -> Bool {
        guard let other = bytes.baseAddress else { return false }
        return arena.withBytes(at: position, count: bytes.count) { own in
            own.baseAddress.map { memcmp($0, other, bytes.count) == 0 } ?? false
        }
    }

    private mutating func insert(_ bytes: UnsafeRawBufferPointer, _ hash: UInt32, at slot: Int) -> NameID? {
        guard let length = UInt8(exactly: bytes.count), entries.count < Int(UInt32.max) - 1,
            let position = arena.append(bytes)
        else { return nil }
        let id = NameID(UInt32(entries.count))
        entries.append(Entry(position: position, hash: hash, folded: id, length: length))
        slots[slot] = UInt64(hash) << 32 | UInt64(id.rawValue)
        if entries.count * 4 > slots.count * 3 { grow() }
        return id
    }

    private mutating func grow() {
        var larger = ChunkedArray<UInt64>(repeating: .max, count: slots.count * 2)
        let mask = larger.count - 1
        for id in 0..<entries.count {
            let hash = entries[id].hash
            var slot = Int(hash) & mask
            while larger[slot] != .max { slot = (slot + 1) & mask }
            larger[slot] = UInt64(hash) << 32 | UInt64(id)
        }
        slots = larger
    }

    /// Eight bytes at a time, multiplied out and folded.
    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var state = seed ^ UInt64(bytes.count)
        var offset = 0
        while offset + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let product = (state ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
            state = product.high ^ product.low
            offset += 8
        }
        var tail: UInt64 = 0
        while offset < bytes.count {
            tail = tail << 8 | UInt64(bytes[offset])
            offset += 1
        }
        let product = (state ^ tail).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
        return UInt32(truncatingIfNeeded: product.high ^ product.low)
    }
}
