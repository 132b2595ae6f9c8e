import DNSCore

/// A record of the store. Its number stays the same while the record does, and is reused only after `reclaim`.
struct RowID: Hashable, Sendable {
    var rawValue: UInt32
    var index: Int { Int(rawValue) }

    init(_ rawValue: UInt32) { self.rawValue = rawValue }

    static let none = RowID(.max)
}

/// One record in thirty-two bytes: names are ids, longer data lies in the arena.
struct RecordRow: Sendable {
    enum State: UInt8, Sendable {
        case free
        case live
        /// Gone from the zone, still readable: a tombstone.
        case removed
    }

    var owner: NameID
    var ttl: UInt32
    var next = RowID.none
    var previous = RowID.none
    /// A name's id for SRV, PTR, CNAME and NS; the address itself for A; a position in the arena for the rest.
    var value: UInt32
    var priority: UInt16 = 0
    var weight: UInt16 = 0
    /// The port of an SRV record, the length of what lies in the arena for others.
    var port: UInt16 = 0
    var type: RecordType
    var state = State.live

    var target: NameID { NameID(value) }
    var isLive: Bool { state == .live }

    /// Types whose data is one name.
    static func pointsToName(_ type: RecordType) -> Bool {
        type == .srv || type == .ptr || type == .cname || type == .ns
    }

    /// Types that the catalog is made from; the others are counted and let go.
    static func isKept(_ type: RecordType) -> Bool {
        pointsToName(type) || type == .a || type == .aaaa || type == .txt || type == .tlsa
    }
}

/// A record's neighbours among those that point to the same target.
///
/// Kept apart from the rows: neighbours lie anywhere in a zone, and the smaller the table the more of it is at hand.
struct Referrer: Sendable {
    var next = RowID.none
    /// Kept from when the index is built: before that, nothing is ever taken out of a list.
    var previous = RowID.none
}
