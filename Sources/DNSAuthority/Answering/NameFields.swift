import DNSCore

/// Where names stand in the data of a record.
struct NameFields {
    /// Bytes before the first name.
    let prefix: Int
    /// Names in a row; what follows them is plain bytes.
    let count: Int

    /// Of the types of RFC 1035, whose names may be compressed (RFC 3597 section 4).
    static func compressible(_ type: RecordType) -> NameFields? {
        switch type.rawValue {
        // NS, MD, MF, CNAME, MB, MG, MR, PTR
        case 2...5, 7...9, 12: NameFields(prefix: 0, count: 1)
        // SOA, MINFO
        case 6, 14: NameFields(prefix: 0, count: 2)
        // MX
        case 15: NameFields(prefix: 2, count: 1)
        default: nil
        }
    }

    /// How many bytes come before the name of a host whose addresses a client asks for next (RFC 1035 section 3.3, RFC 2782,
    /// RFC 9460 section 4.1); nil for a type without one.
    static func hostOffset(_ type: RecordType) -> Int? {
        switch type {
        case .ns: 0
        case .mx, .svcb, .https: 2
        case .srv: 6
        default: nil
        }
    }
}
