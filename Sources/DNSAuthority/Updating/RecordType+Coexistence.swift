import DNSCore

extension RecordType {
    /// Whether there is but one record of the type at a name, so that another takes its place (RFC 2136 section 3.4.2.2;
    /// RFC 6672 section 2.4 for DNAME).
    var isSingleton: Bool { self == .soa || self == .cname || self == .dname }

    /// Whether records of the type may lie beside a CNAME: keys and what signs it (RFC 2181 section 10.1, RFC 4034).
    var mayLieBesideCNAME: Bool { [.key, .rrsig, .nsec, .sig, .nxt].contains(self) }

    private static let dname = RecordType(rawValue: 39)
    private static let sig = RecordType(rawValue: 24)
    private static let nxt = RecordType(rawValue: 30)
}
