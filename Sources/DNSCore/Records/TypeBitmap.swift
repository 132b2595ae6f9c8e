/// The types that an NSEC or NSEC3 record says exist (RFC 4034 section 4.1.2).
public struct TypeBitmap: Hashable, Sendable {
    /// Window blocks in ascending order, as they were read.
    public let wire: [UInt8]

    /// - Precondition: `wire` has been checked to be whole window blocks in ascending order.
    init(validWire wire: [UInt8]) {
        self.wire = wire
    }

    public init(_ types: some Sequence<RecordType>) {
        var windows: [UInt8: [UInt8]] = [:]
        for type in types {
            let (window, bit) = (UInt8(type.rawValue >> 8), Int(type.rawValue & 0xFF))
            var bits = windows[window, default: []]
            while bits.count <= bit / 8 { bits.append(0) }
            bits[bit / 8] |= 0x80 >> UInt8(bit % 8)
            windows[window] = bits
        }
        self.init(validWire: windows.sorted { $0.key < $1.key }.flatMap { [$0.key, UInt8($0.value.count)] + $0.value })
    }

    /// In ascending order.
    public var types: [RecordType] {
        var types: [RecordType] = []
        var position = 0
        while position + 1 < wire.count {
            let length = Int(wire[position + 1])
            for (index, byte) in wire.dropFirst(position + 2).prefix(length).enumerated() {
                for bit in 0..<8 where byte & 0x80 >> UInt8(bit) != 0 {
                    types.append(RecordType(rawValue: UInt16(wire[position]) << 8 | UInt16(index * 8 + bit)))
                }
            }
            position += 2 + length
        }
        return types
    }
}

extension TypeBitmap {
    /// Reads the window blocks up to the reader's end: in ascending order, of 1 to 32 bytes, the last not zero.
    init(_ reader: inout WireReader) throws(WireError) {
        let start = reader.offset
        var windows = reader
        var last = -1
        while windows.remaining > 0 {
            let offset = windows.offset
            let window = Int(try windows.readUInt8())
            let length = Int(try windows.readUInt8())
            guard window > last, 1...32 ~= length else { throw WireError(.invalid("type bitmap"), at: offset) }
            try windows.skip(length - 1)
            guard try windows.readUInt8() != 0 else { throw WireError(.invalid("type bitmap"), at: offset) }
            last = window
        }
        wire = try reader.readBytes(windows.offset - start)
    }

    /// The types as they follow another field.
    var suffix: String { types.map { " \($0)" }.joined() }
}
