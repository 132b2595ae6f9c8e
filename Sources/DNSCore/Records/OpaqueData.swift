/// The RDATA of types without a case of their own.
///
/// It is kept as it is, except that the names in a few old types, which may arrive compressed (RFC 3597 section 4),
/// are written out: a pointer means nothing outside its message.
enum OpaqueData {
    private enum Field {
        case bytes(Int)
        case string
        case name
        case rest
    }

    /// DNAME and what follows it must not be compressed, and yet are read: nothing else could be meant.
    private static let layouts: [UInt16: [Field]] = [
        3: [.name],  // MD
        4: [.name],  // MF
        7: [.name],  // MB
        8: [.name],  // MG
        9: [.name],  // MR
        14: [.name, .name],  // MINFO
        17: [.name, .name],  // RP
        18: [.bytes(2), .name],  // AFSDB
        21: [.bytes(2), .name],  // RT
        24: [.bytes(18), .name, .rest],  // SIG
        26: [.bytes(2), .name, .name],  // PX
        30: [.name, .rest],  // NXT
        35: [.bytes(4), .string, .string, .string, .name],  // NAPTR
        36: [.bytes(2), .name],  // KX
        39: [.name],  // DNAME
    ]

    static func read(_ type: RecordType, _ reader: inout WireReader) throws(WireError) -> [UInt8] {
        guard let layout = layouts[type.rawValue] else { return reader.readRemainingBytes() }
        var bytes: [UInt8] = []
        for field in layout {
            switch field {
            case .bytes(let count): bytes += try reader.readBytes(count)
            case .string:
                let count = try reader.readUInt8()
                bytes += [count] + (try reader.readBytes(Int(count)))
            case .name: bytes += try reader.readName().wire
            case .rest: bytes += reader.readRemainingBytes()
            }
        }
        return bytes
    }
}
