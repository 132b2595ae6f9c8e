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
        var buffer = NameBuffer()
        try reader.readName(into: &buffer)
        guard reader.remaining == 0 else { throw WireError(.trailingBytes, at: reader.offset) }
        self.init(buffer)
    }

    /// A name from its labels, leftmost first, without the root.
    public init(labels: some Sequence<some Collection<UInt8>>) throws(NameError) {
        var wire: [UInt8] = []
        for label in labels {
            guard !label.isEmpty else { throw .emptyLabel }
            guard label.count <= 63 else { throw .labelTooLong }
            wire.append(UInt8(label.count))
            wire.append(contentsOf: label)
            guard wire.count < NameBuffer.capacity else { throw .nameTooLong }
        }
        wire.append(0)
        self.init(validWire: wire)
    }

    public var isRoot: Bool { wire.count == 1 }

    /// The labels from left to right, without the root.
    public var labels: Labels { Labels(wire: wire) }

    public var labelCount: Int {
        var count = 0
        for _ in labels { count += 1 }
        return count
    }

    /// The name without its leftmost label; the root has none.
    public var parent: DomainName? {
        isRoot ? nil : DomainName(validWire: Array(wire[(1 + Int(wire[0]))...]))
    }

    /// Whether the name is `ancestor` or lies below it.
    public func isEqualOrBelow(_ ancestor: DomainName) -> Bool {
        guard wire.count >= ancestor.wire.count else { return false }
        let start = wire.count - ancestor.wire.count
        guard labelStarts.contains(start) else { return false }
        return zip(wire[start...], ancestor.wire).allSatisfy { asciiLowercased($0) == asciiLowercased($1) }
    }

    public func prepending(_ label: some Collection<UInt8>) throws(NameError) -> DomainName {
        guard !label.isEmpty else { throw .emptyLabel }
        guard label.count <= 63 else { throw .labelTooLong }
        guard wire.count + label.count + 1 <= NameBuffer.capacity else { throw .nameTooLong }
        return DomainName(validWire: [UInt8(label.count)] + label + wire)
    }

    /// The same name with its ASCII letters in lower case: the canonical form of RFC 4034 section 6.2.
    public var lowercased: DomainName { DomainName(validWire: wire.map(asciiLowercased)) }

    /// Offsets of the length bytes, the root's among them.
    var labelStarts: [Int] {
        var starts = [0]
        while let last = starts.last, wire[last] != 0 { starts.append(last + 1 + Int(wire[last])) }
        return starts
    }

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

/// Lower case for A to Z; every other byte, a label's length (at most 63) among them, as it is.
@inlinable
public func asciiLowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
}

extension DomainName: Hashable {
    public static func == (a: DomainName, b: DomainName) -> Bool {
        a.wire.count == b.wire.count
            && (a.wire == b.wire || zip(a.wire, b.wire).allSatisfy { asciiLowercased($0) == asciiLowercased($1) })
    }

    public func hash(into hasher: inout Hasher) {
        for byte in wire { hasher.combine(asciiLowercased(byte)) }
    }
}

/// Canonical order (RFC 4034 section 6.1): label by label from the right, as bytes in lower case.
extension DomainName: Comparable {
    public static func < (a: DomainName, b: DomainName) -> Bool {
        let left = a.labelStarts.dropLast().reversed()
        let right = b.labelStarts.dropLast().reversed()
        for (i, j) in zip(left, right) {
            let x = a.wire[(i + 1)..<(i + 1 + Int(a.wire[i]))].lazy.map(asciiLowercased)
            let y = b.wire[(j + 1)..<(j + 1 + Int(b.wire[j]))].lazy.map(asciiLowercased)
            if x.lexicographicallyPrecedes(y) { return true }
            if y.lexicographicallyPrecedes(x) { return false }
        }
        return left.count < right.count
    }
}
