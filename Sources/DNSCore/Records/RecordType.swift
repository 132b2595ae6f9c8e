/// A resource record's type (IANA "Resource Record (RR) TYPEs").
public struct RecordType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    @inlinable public static var a: RecordType { RecordType(rawValue: 1) }
    @inlinable public static var ns: RecordType { RecordType(rawValue: 2) }
    @inlinable public static var cname: RecordType { RecordType(rawValue: 5) }
    @inlinable public static var soa: RecordType { RecordType(rawValue: 6) }
    @inlinable public static var ptr: RecordType { RecordType(rawValue: 12) }
    @inlinable public static var mx: RecordType { RecordType(rawValue: 15) }
    @inlinable public static var txt: RecordType { RecordType(rawValue: 16) }
    @inlinable public static var key: RecordType { RecordType(rawValue: 25) }
    @inlinable public static var aaaa: RecordType { RecordType(rawValue: 28) }
    @inlinable public static var srv: RecordType { RecordType(rawValue: 33) }
    @inlinable public static var opt: RecordType { RecordType(rawValue: 41) }
    @inlinable public static var ds: RecordType { RecordType(rawValue: 43) }
    @inlinable public static var rrsig: RecordType { RecordType(rawValue: 46) }
    @inlinable public static var nsec: RecordType { RecordType(rawValue: 47) }
    @inlinable public static var dnskey: RecordType { RecordType(rawValue: 48) }
    @inlinable public static var nsec3: RecordType { RecordType(rawValue: 50) }
    @inlinable public static var tlsa: RecordType { RecordType(rawValue: 52) }
    @inlinable public static var svcb: RecordType { RecordType(rawValue: 64) }
    @inlinable public static var https: RecordType { RecordType(rawValue: 65) }
    @inlinable public static var tsig: RecordType { RecordType(rawValue: 250) }
    @inlinable public static var ixfr: RecordType { RecordType(rawValue: 251) }
    @inlinable public static var axfr: RecordType { RecordType(rawValue: 252) }
    @inlinable public static var any: RecordType { RecordType(rawValue: 255) }
    @inlinable public static var caa: RecordType { RecordType(rawValue: 257) }

    /// All that IANA has named, so that type bitmaps read as elsewhere.
    static let names: [UInt16: String] = [
        1: "A", 2: "NS", 3: "MD", 4: "MF", 5: "CNAME", 6: "SOA", 7: "MB", 8: "MG", 9: "MR", 10: "NULL", 11: "WKS",
        12: "PTR", 13: "HINFO", 14: "MINFO", 15: "MX", 16: "TXT", 17: "RP", 18: "AFSDB", 19: "X25", 20: "ISDN",
        21: "RT", 22: "NSAP", 23: "NSAP-PTR", 24: "SIG", 25: "KEY", 26: "PX", 27: "GPOS", 28: "AAAA", 29: "LOC",
        30: "NXT", 31: "EID", 32: "NIMLOC", 33: "SRV", 34: "ATMA", 35: "NAPTR", 36: "KX", 37: "CERT", 38: "A6",
        39: "DNAME", 40: "SINK", 41: "OPT", 42: "APL", 43: "DS", 44: "SSHFP", 45: "IPSECKEY", 46: "RRSIG",
        47: "NSEC", 48: "DNSKEY", 49: "DHCID", 50: "NSEC3", 51: "NSEC3PARAM", 52: "TLSA", 53: "SMIMEA", 55: "HIP",
        56: "NINFO", 57: "RKEY", 58: "TALINK", 59: "CDS", 60: "CDNSKEY", 61: "OPENPGPKEY", 62: "CSYNC", 63: "ZONEMD",
        64: "SVCB", 65: "HTTPS", 66: "DSYNC", 67: "HHIT", 68: "BRID", 99: "SPF", 100: "UINFO", 101: "UID",
        102: "GID", 103: "UNSPEC", 104: "NID", 105: "L32", 106: "L64", 107: "LP", 108: "EUI48", 109: "EUI64",
        128: "NXNAME", 249: "TKEY", 250: "TSIG", 251: "IXFR", 252: "AXFR", 253: "MAILB", 254: "MAILA", 255: "ANY",
        256: "URI", 257: "CAA", 258: "AVC", 259: "DOA", 260: "AMTRELAY", 261: "RESINFO", 262: "WALLET", 32_768: "TA",
        32_769: "DLV",
    ]
    static let byName = Dictionary(uniqueKeysWithValues: names.map { ($1, RecordType(rawValue: $0)) })
}

/// Mnemonics, and `TYPE123` for the rest (RFC 3597 section 5).
extension RecordType: LosslessStringConvertible {
    public var description: String { Self.names[rawValue] ?? "TYPE\(rawValue)" }

    public init?(_ text: String) {
        let upper = text.uppercased()
        if let known = Self.byName[upper] {
            self = known
        } else if upper.hasPrefix("TYPE"), let value: UInt16 = RecordTextReader.decimal(upper.utf8.dropFirst(4)) {
            self.init(rawValue: value)
        } else {
            return nil
        }
    }
}

extension RecordType {
    /// Whether the RDATA has a meaning in class IN only: elsewhere the same number may mean something else.
    var isInternetOnly: Bool {
        switch self {
        case .a, .aaaa, .srv, .svcb, .https: true
        default: false
        }
    }
}
