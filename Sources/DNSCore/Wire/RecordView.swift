/// One record as it lies in a message: nothing is copied until it is asked for.
public struct RecordView: ~Escapable {
    public let message: Span<UInt8>
    /// Where the owner name starts.
    public let ownerOffset: Int
    public let type: RecordType
    public let recordClass: RecordClass
    /// Seconds; a value with the top bit set is read as 0 (RFC 2181 section 8).
    public let ttl: UInt32
    /// Where the RDATA lies in the message.
    public let rdata: Range<Int>

    /// Reads the record at the cursor and leaves the reader after it.
    @_lifetime(copy reader)
    public init(_ reader: inout WireReader) throws(WireError) {
        ownerOffset = reader.offset
        try reader.skipName()
        let head = try reader.readRecordHead()
        type = RecordType(rawValue: head.type)
        recordClass = RecordClass(rawValue: head.recordClass)
        ttl = head.ttl > 0x7FFF_FFFF && type != .opt ? 0 : head.ttl
        let length = Int(head.length)
        rdata = reader.offset..<(reader.offset + length)
        try reader.skip(length)
        message = reader.bytes
    }

    /// Where the owner's compression pointer leads, if the owner is nothing but a pointer: records that share it
    /// share their owner.
    @inlinable
    public var ownerPointer: Int? {
        let first = message[ownerOffset]
        guard first >= 0xC0 else { return nil }
        return Int(first & 0x3F) << 8 | Int(message[ownerOffset + 1])
    }

    public func readOwner(into name: inout NameBuffer) throws(WireError) {
        _ = try name.load(from: message, at: ownerOffset, end: message.count)
    }

    /// A reader over the RDATA, whose names may point back into the message.
    public var rdataReader: WireReader {
        @_lifetime(copy self)
        get throws(WireError) {
            var reader = WireReader(message)
            try reader.enter(rdata.lowerBound, count: rdata.count)
            return reader
        }
    }
}

/// The numbers between a record's owner and its RDATA.
private struct RecordHead {
    var type: UInt16
    var recordClass: UInt16
    var ttl: UInt32
    var length: UInt16
}

extension WireReader {
    /// With one check for all of it.
    fileprivate mutating func readRecordHead() throws(WireError) -> RecordHead {
        let start = offset
        try skip(10)
        return bytes.extracting(start..<(start + 10)).withUnsafeBytes { head in
            RecordHead(
                type: UInt16(bigEndian: head.loadUnaligned(as: UInt16.self)),
                recordClass: UInt16(bigEndian: head.loadUnaligned(fromByteOffset: 2, as: UInt16.self)),
                ttl: UInt32(bigEndian: head.loadUnaligned(fromByteOffset: 4, as: UInt32.self)),
                length: UInt16(bigEndian: head.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
        }
    }
}
