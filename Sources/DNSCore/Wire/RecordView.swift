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
        type = RecordType(rawValue: try reader.readUInt16())
        recordClass = RecordClass(rawValue: try reader.readUInt16())
        let ttl = try reader.readUInt32()
        self.ttl = ttl > 0x7FFF_FFFF && type != .opt ? 0 : ttl
        let length = Int(try reader.readUInt16())
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
