/// A resource record's type (IANA "Resource Record (RR) TYPEs").
public struct RecordType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let a = RecordType(rawValue: 1)
    public static let ns = RecordType(rawValue: 2)
    public static let cname = RecordType(rawValue: 5)
    public static let soa = RecordType(rawValue: 6)
    public static let ptr = RecordType(rawValue: 12)
    public static let mx = RecordType(rawValue: 15)
    public static let txt = RecordType(rawValue: 16)
    public static let key = RecordType(rawValue: 25)
    public static let aaaa = RecordType(rawValue: 28)
    public static let srv = RecordType(rawValue: 33)
    public static let opt = RecordType(rawValue: 41)
    public static let ds = RecordType(rawValue: 43)
    public static let rrsig = RecordType(rawValue: 46)
    public static let nsec = RecordType(rawValue: 47)
    public static let dnskey = RecordType(rawValue: 48)
    public static let nsec3 = RecordType(rawValue: 50)
    public static let tlsa = RecordType(rawValue: 52)
    public static let svcb = RecordType(rawValue: 64)
    public static let https = RecordType(rawValue: 65)
    public static let tsig = RecordType(rawValue: 250)
    public static let ixfr = RecordType(rawValue: 251)
    public static let axfr = RecordType(rawValue: 252)
    public static let any = RecordType(rawValue: 255)
    public static let caa = RecordType(rawValue: 257)

    static let names: [RecordType: String] = [
        .a: "A", .ns: "NS", .cname: "CNAME", .soa: "SOA", .ptr: "PTR", .mx: "MX", .txt: "TXT", .key: "KEY",
        .aaaa: "AAAA", .srv: "SRV", .opt: "OPT", .ds: "DS", .rrsig: "RRSIG", .nsec: "NSEC", .dnskey: "DNSKEY",
        .nsec3: "NSEC3", .tlsa: "TLSA", .svcb: "SVCB", .https: "HTTPS", .tsig: "TSIG", .ixfr: "IXFR",
        .axfr: "AXFR", .any: "ANY", .caa: "CAA",
    ]
    static let byName = Dictionary(uniqueKeysWithValues: names.map { ($1, $0) })
}

/// Mnemonics, and `TYPE123` for the rest (RFC 3597 section 5).
extension RecordType: LosslessStringConvertible {
    public var description: String { Self.names[self] ?? "TYPE\(rawValue)" }

    public init?(_ text: String) {
        let upper = text.uppercased()
        if let known = Self.byName[upper] {
            self = known
        } else if upper.hasPrefix("TYPE"), let value = UInt16(upper.dropFirst(4)) {
            self.init(rawValue: value)
        } else {
            return nil
        }
    }
}

/// A resource record's class (RFC 1035 section 3.2.4).
public struct RecordClass: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The Internet.
    public static let `in` = RecordClass(rawValue: 1)
    public static let ch = RecordClass(rawValue: 3)
    /// In an UPDATE: must not exist, or delete this one record (RFC 2136 sections 2.4 and 2.5).
    public static let none = RecordClass(rawValue: 254)
    public static let any = RecordClass(rawValue: 255)
}

extension RecordClass: CustomStringConvertible {
    public var description: String {
        switch self {
        case .in: "IN"
        case .ch: "CH"
        case .none: "NONE"
        case .any: "ANY"
        default: "CLASS\(rawValue)"
        }
    }
}
