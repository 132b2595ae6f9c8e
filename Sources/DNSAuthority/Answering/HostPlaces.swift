/// Where an answer names hosts whose addresses a client asks for next: in its SRV, NS, MX, SVCB and HTTPS records.
///
/// There is room for a few: addresses beyond them are left to the client to ask for, and looking for them costs little.
struct HostPlaces {
    private static let capacity = 32

    private var offsets = InlineArray<32, UInt16>(repeating: 0)
    private(set) var count = 0

    /// Where one of them stands.
    subscript(index: Int) -> Int { Int(offsets[index]) }

    mutating func note(_ offset: Int) {
        guard count < Self.capacity, offset <= NamePlaces.highestOffset else { return }
        offsets[count] = UInt16(offset)
        count += 1
    }

    /// Forgets all but the first ones.
    mutating func cut(to count: Int) { self.count = min(self.count, count) }
}
