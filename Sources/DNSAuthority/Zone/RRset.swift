import DNSCore

/// The records of one type at one name (RFC 2181 section 5): one TTL, and no data twice.
///
/// The data lies as it goes on the wire, each piece uncompressed behind its 16-bit length, so that an answer copies it and
/// a million of them take little more than their bytes.
package struct RRset: Sendable {
    package let type: RecordType
    /// Seconds.
    package var ttl: UInt32
    /// At least one.
    package private(set) var count = 0
    /// The data, each piece behind its length.
    package private(set) var packed: [UInt8] = []

    /// - Returns: nil without data, or where some is of another type or too long for a record.
    package init?(_ type: RecordType, ttl: UInt32, _ data: some Sequence<RecordData>) {
        self.type = type
        self.ttl = ttl
        for data in data { guard insert(data) != nil else { return nil } }
        guard count > 0 else { return nil }
    }

    /// - Parameter packed: what `packed` of such an RRset was.
    /// - Returns: nil where it cannot have been that.
    package init?(_ type: RecordType, ttl: UInt32, packed: [UInt8]) {
        self.type = type
        self.ttl = ttl
        self.packed = packed
        var position = 0
        while position < packed.count {
            guard packed.count - position >= 2, packed.count - position - 2 >= length(at: position) else { return nil }
            let end = position + 2 + length(at: position)
            guard Self.value(type, packed.span.extracting((position + 2)..<end)) != nil else { return nil }
            position = end
            count += 1
        }
        guard count > 0 else { return nil }
    }

    /// Each record's data in turn, as it goes on the wire without compression.
    package func forEachRData(_ body: (Span<UInt8>) -> Void) {
        let bytes = packed.span
        var position = 0
        while position < bytes.count {
            let end = position + 2 + length(at: position)
            body(bytes.extracting((position + 2)..<end))
            position = end
        }
    }

    /// The data that begins at `position`: 0 for the first; each next one begins two bytes after the end of the one before.
    /// Nil after the last.
    @_lifetime(borrow self)
    func rdata(at position: Int) -> Span<UInt8>? {
        guard position >= 0, position + 2 <= packed.count else { return nil }
        return packed.span.extracting((position + 2)..<(position + 2 + length(at: position)))
    }

    /// The data as values.
    package var data: [RecordData] {
        var data: [RecordData] = []
        data.reserveCapacity(count)
        forEachRData { if let value = Self.value(type, $0) { data.append(value) } }
        return data
    }

    /// How many bytes all data takes, without lengths.
    package var byteCount: Int { packed.count - 2 * count }

    /// What its records take without compression, their owner included (RFC 1035 section 3.2.1).
    func byteCount(at owner: DomainName) -> Int { packed.count + count * (owner.wire.count + 8) }

    package func contains(_ data: RecordData) -> Bool { place(of: data) != nil }

    /// Whether these are the same records in whatever order (RFC 2136 section 3.2.3); TTLs do not count.
    package func hasSameData(as data: [RecordData]) -> Bool {
        let wanted = Set(data)
        return wanted.count == count && wanted.allSatisfy(contains)
    }

    /// - Returns: whether it was not there before; nil where it is of another type or too long for a record.
    @discardableResult
    package mutating func insert(_ data: RecordData) -> Bool? {
        guard data.type == type, let bytes = try? data.encoded(), let length = UInt16(exactly: bytes.count) else {
            return nil
        }
        guard place(of: data, bytes) == nil else { return false }
        packed.append(UInt8(truncatingIfNeeded: length >> 8))
        packed.append(UInt8(truncatingIfNeeded: length))
        packed += bytes
        count += 1
        return true
    }

    /// What is left without one record: nil when that is nothing, all of it where it is not there.
    package func removing(_ data: RecordData) -> RRset? {
        guard let place = place(of: data) else { return self }
        guard count > 1 else { return nil }
        var rest = self
        rest.packed.removeSubrange(place)
        rest.count -= 1
        return rest
    }

    private func place(of data: RecordData) -> Range<Int>? {
        guard data.type == type, let bytes = try? data.encoded() else { return nil }
        return place(of: data, bytes)
    }

    /// The bytes of a record with those of its length.
    private func place(of data: RecordData, _ bytes: [UInt8]) -> Range<Int>? {
        var position = 0
        while position < packed.count {
            let end = position + 2 + length(at: position)
            if isData(data, bytes, at: (position + 2)..<end) { return position..<end }
            position = end
        }
        return nil
    }

    /// The same bytes, or as many that mean the same: the case of letters in a name does not count.
    private func isData(_ data: RecordData, _ bytes: [UInt8], at range: Range<Int>) -> Bool {
        guard range.count == bytes.count else { return false }
        var isSame = true
        for (place, byte) in zip(range, bytes) where packed[place] != byte {
            guard asciiLowercased(packed[place]) == asciiLowercased(byte) else { return false }
            isSame = false
        }
        return isSame || Self.value(type, packed.span.extracting(range)) == data
    }

    private static func value(_ type: RecordType, _ bytes: Span<UInt8>) -> RecordData? {
        var reader = WireReader(bytes)
        return try? RecordData(type: type, reader: &reader)
    }

    private func length(at position: Int) -> Int { Int(packed[position]) << 8 | Int(packed[position + 1]) }
}

extension RRset: Equatable {
    /// Whether both have the same TTL and the same records.
    package static func == (a: RRset, b: RRset) -> Bool {
        a.type == b.type && a.ttl == b.ttl && a.count == b.count && (a.packed == b.packed || a.hasSameData(as: b.data))
    }
}
