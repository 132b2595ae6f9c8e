/// A fully qualified domain name (RFC 1035 section 3.1).
///
/// The case of every byte is kept; equality, hashing and order ignore the case of ASCII letters (RFC 4343).
public struct DomainName: Sendable {
    /// Length-prefixed labels, the root label last: 1 to 255 bytes.
    public let wire: [UInt8]

    public static let root = DomainName(validWire: [0])

    /// - Precondition: `wire` has been checked to be a whole uncompressed name.
    init(validWire wire: [UInt8]) {
        self.wire = wire
    }

    /// The name that a reader has just loaded; an empty buffer is the root.
    public init(_ buffer: borrowing NameBuffer) {
        wire = buffer.count == 0 ? [0] : Array(buffer.bytes)
    }

    /// A name in uncompressed wire form, with nothing after it.
    public init(wire: [UInt8]) throws(WireError) {
        var reader = WireReader(wire.span)
        self = try reader.readName()
        guard reader.remaining == 0 else { throw WireError(.trailingBytes, at: reader.offset) }
    }

    /// A name from its labels, leftmost first, without the root.
    public init(labels: some Sequence<some Collection<UInt8>>) throws(NameError) {
        var builder = NameBuilder()
        for label in labels {
            for byte in label { try builder.append(byte) }
            try builder.endLabel()
        }
        self = builder.name
    }

    public var isRoot: Bool { wire.count == 1 }

    /// The labels from left to right, without the root.
    public var labels: Labels { Labels(wire: wire) }

    public var labelCount: Int {
        var (count, position) = (0, 0)
        while wire[position] != 0 {
            position += 1 + Int(wire[position])
            count += 1
        }
        return count
    }

    /// The name without its leftmost label; the root has none.
    public var parent: DomainName? {
        isRoot ? nil : DomainName(validWire: Array(wire[(1 + Int(wire[0]))...]))
    }

    /// Whether the name is `ancestor` or lies below it.
    public func isEqualOrBelow(_ ancestor: DomainName) -> Bool {
        let start = wire.count - ancestor.wire.count
        var position = 0
        while position < start { position += 1 + Int(wire[position]) }
        guard position == start else { return false }
        return wire.withUnsafeBytes { bytes in
            ancestor.wire.withUnsafeBytes {
                areEqualIgnoringCase(UnsafeRawBufferPointer(rebasing: bytes[start...]), $0)
            }
        }
    }

    public func prepending(_ label: some Collection<UInt8>) throws(NameError) -> DomainName {
        var builder = NameBuilder()
        for byte in label { try builder.append(byte) }
        try builder.endLabel()
        try builder.append(self)
        return builder.name
    }

    /// The same name with its ASCII letters in lower case: the canonical form of RFC 4034 section 6.2.
    public var lowercased: DomainName { DomainName(validWire: wire.map(asciiLowercased)) }

    public struct Labels: Sequence, IteratorProtocol, Sendable {
        let wire: [UInt8]
        var position = 0

        public mutating func next() -> ArraySlice<UInt8>? {
            guard position < wire.count, wire[position] != 0 else { return nil }
            let start = position + 1
            position = start + Int(wire[position])
            return wire[start..<position]
        }
    }
}
