/// Tells whether owner names lie in a zone, without decompressing most of them.
///
/// In a transfer nearly every owner is a few labels and a pointer to a place that earlier owners used. Places whose name
/// is known to lie in the zone are remembered for as long as the message lasts.
struct ZoneScope: Sendable {
    let zone: DomainName
    /// One bit for every offset that a pointer can have.
    private var known = [UInt64](repeating: 0, count: 0x4000 / 64)

    init(zone: DomainName) {
        self.zone = zone
    }

    mutating func beginMessage() {
        for index in known.indices { known[index] = 0 }
    }

    mutating func contains(ownerOf record: borrowing RecordView) throws(WireError) -> Bool {
        let pointer = pointer(of: record)
        if let pointer, isKnown(pointer) {
            remember(record.ownerOffset)
            return true
        }
        guard try isInZone(record.message, at: record.ownerOffset) else { return false }
        remember(record.ownerOffset)
        if let pointer, try isInZone(record.message, at: pointer) { remember(pointer) }
        return true
    }

    func isApex(ownerOf record: borrowing RecordView) throws(WireError) -> Bool {
        try withName(record.message, at: record.ownerOffset) { $0.count == zone.wire.count && endsWithZone($0) }
    }

    /// Where the pointer leads that the owner ends with, if it does. The record's reader has checked the labels.
    private func pointer(of record: borrowing RecordView) -> Int? {
        var position = record.ownerOffset
        while true {
            let length = Int(record.message[position])
            guard length < 0xC0 else { return (length & 0x3F) << 8 | Int(record.message[position + 1]) }
            guard length > 0 else { return nil }
            position += length + 1
        }
    }

    private func isKnown(_ offset: Int) -> Bool { known[offset >> 6] & 1 << UInt64(offset & 63) != 0 }

    private mutating func remember(_ offset: Int) {
        guard offset < 0x4000 else { return }
        known[offset >> 6] |= 1 << UInt64(offset & 63)
    }

    private func isInZone(_ message: Span<UInt8>, at offset: Int) throws(WireError) -> Bool {
        try withName(message, at: offset) { name in
            // A zone's bytes at the end of a name are the zone only where a label begins.
            var start = 0
            while name.count - start > zone.wire.count { start += Int(name[start]) + 1 }
            return name.count - start == zone.wire.count && endsWithZone(name)
        }
    }

    /// - Precondition: `name` has as many bytes as the zone, or more.
    private func endsWithZone(_ name: UnsafeRawBufferPointer) -> Bool {
        zip(name.suffix(zone.wire.count), zone.wire).allSatisfy { asciiLowercased($0) == asciiLowercased($1) }
    }

    private func withName(
        _ message: Span<UInt8>, at offset: Int, _ body: (UnsafeRawBufferPointer) -> Bool
    ) throws(WireError) -> Bool {
        try withUnsafeTemporaryAllocation(byteCount: NameBuffer.capacity + 1, alignment: 8) {
            scratch throws(WireError) in
            let (count, _) = try decompressName(in: message, at: offset, end: message.count, into: scratch)
            return body(UnsafeRawBufferPointer(rebasing: scratch[..<count]))
        }
    }
}
