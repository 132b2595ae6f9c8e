/// A checked cursor over one DNS message.
///
/// Every read is bounds-checked and throws with the offset; nothing traps, recurses or allocates by a
/// count that the message claims. Names may be compressed wherever they occur, with pointers strictly backwards.
public struct WireReader: ~Escapable {
    /// The whole message: compression pointers count from its first byte.
    public let bytes: Span<UInt8>
    @usableFromInline var position: Int
    @usableFromInline var limit: Int

    /// The next byte to read.
    @inlinable public var offset: Int { position }
    /// Reads stop here: the end of the message, or of the RDATA being read.
    @inlinable public var end: Int { limit }

    @_lifetime(copy bytes)
    @inlinable
    public init(_ bytes: Span<UInt8>, at offset: Int = 0) {
        self.bytes = bytes
        position = min(max(offset, 0), bytes.count)
        limit = bytes.count
    }

    @inlinable public var remaining: Int { limit - position }

    @usableFromInline @inline(__always)
    func require(_ count: Int) throws(WireError) {
        guard count >= 0, count <= limit - position else { throw cutShort }
    }

    @usableFromInline var cutShort: WireError {
        WireError(limit < bytes.count ? .rdataLengthMismatch : .truncated, at: position)
    }

    @inlinable
    public mutating func readUInt8() throws(WireError) -> UInt8 {
        try require(1)
        defer { position += 1 }
        return bytes[position]
    }

    @inlinable
    public mutating func readUInt16() throws(WireError) -> UInt16 {
        try require(2)
        defer { position += 2 }
        return UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
    }

    @inlinable
    public mutating func readUInt32() throws(WireError) -> UInt32 {
        let high = try readUInt16()
        return UInt32(high) << 16 | UInt32(try readUInt16())
    }

    @inlinable
    public mutating func readUInt64() throws(WireError) -> UInt64 {
        let high = try readUInt32()
        return UInt64(high) << 32 | UInt64(try readUInt32())
    }

    /// The 48-bit seconds of TSIG (RFC 8945 section 4.2).
    @inlinable
    public mutating func readUInt48() throws(WireError) -> UInt64 {
        let high = try readUInt16()
        return UInt64(high) << 32 | UInt64(try readUInt32())
    }

    @inlinable
    public mutating func skip(_ count: Int) throws(WireError) {
        try require(count)
        position += count
    }

    public mutating func readBytes(_ count: Int) throws(WireError) -> [UInt8] {
        try require(count)
        let range = position..<position + count
        position += count
        return bytes.extracting(range).withUnsafeBufferPointer { Array($0) }
    }

    /// All that is left before `end`.
    public mutating func readRemainingBytes() -> [UInt8] {
        defer { position = limit }
        return bytes.extracting(position..<limit).withUnsafeBufferPointer { Array($0) }
    }

    /// Reads on from `start`, and no further than `count` bytes: one record's RDATA.
    public mutating func enter(_ start: Int, count: Int) throws(WireError) {
        guard start >= 0, count >= 0, start <= bytes.count, count <= bytes.count - start else {
            throw WireError(.truncated, at: start)
        }
        position = start
        limit = start + count
    }

    /// Passes over a name without following its pointers.
    public mutating func skipName() throws(WireError) {
        while true {
            let length = try readUInt8()
            switch length >> 6 {
            case 0 where length == 0: return
            case 0: try skip(Int(length))
            case 3: return try skip(1)
            default: throw WireError(.reservedLabelType, at: offset - 1)
            }
        }
    }

    /// Copies the name at the cursor, decompressed and with its case kept, into `name` and moves past it.
    public mutating func readName(into name: inout NameBuffer) throws(WireError) {
        position = try name.load(from: bytes, at: position, end: limit)
    }

    public mutating func readName() throws(WireError) -> DomainName {
        let (bytes, start, end) = (bytes, position, limit)
        let (name, next) = try withUnsafeTemporaryAllocation(byteCount: NameBuffer.capacity + 1, alignment: 8) {
            scratch throws(WireError) in
            let (count, next) = try decompressName(in: bytes, at: start, end: end, into: scratch)
            return (DomainName(validWire: Array(scratch[0..<count])), next)
        }
        position = next
        return name
    }
}
