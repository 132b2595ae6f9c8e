/// The bytes of one DNS message as it grows.
///
/// Nothing traps and nothing is cut short: what no field can hold is an error, and so is a message of more than 65,535
/// bytes once `finish` is called.
public struct WireWriter {
    public private(set) var bytes: [UInt8] = []
    private var compression: CompressionTable?

    /// - Parameter compressing: whether names may point back; not, when the bytes are but a part of a message.
    public init(compressing: Bool = true) {
        compression = compressing ? CompressionTable() : nil
    }

    /// The message, unless it is longer than TCP can carry.
    public consuming func finish(limit: Int = 65_535) throws(WireError) -> [UInt8] {
        guard bytes.count <= limit else { throw WireError(.tooLong("message"), at: limit) }
        return bytes
    }

    public mutating func write(_ value: UInt8) {
        bytes.append(value)
    }

    public mutating func write(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    public mutating func write(_ value: UInt32) {
        write(UInt16(truncatingIfNeeded: value >> 16))
        write(UInt16(truncatingIfNeeded: value))
    }

    /// The lower 48 bits.
    public mutating func writeUInt48(_ value: UInt64) {
        write(UInt16(truncatingIfNeeded: value >> 32))
        write(UInt32(truncatingIfNeeded: value))
    }

    public mutating func write(_ value: some Collection<UInt8>) {
        bytes.append(contentsOf: value)
    }

    package mutating func write(_ value: Span<UInt8>) {
        value.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// Up to 255 bytes with their count in one byte: a character-string (RFC 1035 section 3.3).
    public mutating func writeCounted(_ value: some Collection<UInt8>) throws(WireError) {
        guard let count = UInt8(exactly: value.count) else {
            throw WireError(.tooLong("character-string"), at: bytes.count)
        }
        write(count)
        write(value)
    }

    /// Up to 65,535 bytes with their count in two bytes.
    public mutating func writeCounted16(_ value: some Collection<UInt8>) throws(WireError) {
        guard let count = UInt16(exactly: value.count) else {
            throw WireError(.tooLong("field"), at: bytes.count)
        }
        write(count)
        write(value)
    }

    /// A name as it is.
    public mutating func write(_ name: DomainName) {
        write(name.wire)
    }

    /// A name, its end replaced by a pointer where the same bytes stand in the message already.
    ///
    /// Only names that differ in no byte share: so the case of each is kept. Allowed for owner names and in the RDATA
    /// of the types of RFC 1035 (RFC 3597 section 4).
    public mutating func writeCompressed(_ name: DomainName) {
        if compression?.write(name.wire, to: &bytes) == nil { write(name) }
    }

    /// What `body` writes, with its length in the 16 bits before it.
    public mutating func writeWithLength(
        _ body: (inout WireWriter) throws(WireError) -> Void
    ) throws(WireError) {
        let start = bytes.count
        write(UInt16(0))
        try body(&self)
        guard let length = UInt16(exactly: bytes.count - start - 2) else {
            throw WireError(.tooLong("record data"), at: start)
        }
        bytes[start] = UInt8(truncatingIfNeeded: length >> 8)
        bytes[start + 1] = UInt8(truncatingIfNeeded: length)
    }
}
