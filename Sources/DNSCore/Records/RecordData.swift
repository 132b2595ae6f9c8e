/// What a record says: its RDATA, by type.
///
/// Equality compares names without case (RFC 4343), everything else byte by byte.
public enum RecordData: Hashable, Sendable {
    case a(IPv4Address)
    case aaaa(IPv6Address)
    case ns(DomainName)
    case cname(DomainName)
    case soa(StartOfAuthority)
    case ptr(DomainName)
    case mx(MailExchange)
    case txt(TextStrings)
    case srv(ServiceLocation)
    case tlsa(CertificateAssociation)
    case svcb(ServiceBinding)
    case https(ServiceBinding)
    case caa(CertificationAuthorityAuthorization)
    case ds(DelegationSigner)
    case dnskey(DNSKey)
    case rrsig(RecordSignature)
    case nsec(NextSecure)
    case nsec3(HashedNextSecure)
    case key(DNSKey)
    case opt([EDNSOption])
    case tsig(TransactionSignature)
    /// A type without a case of its own, or one that means something else in the record's class (RFC 3597).
    case opaque(RecordType, [UInt8])
    /// No RDATA at all: what an UPDATE sends with class ANY or NONE (RFC 2136 sections 2.4 and 2.5).
    case empty(RecordType)

    public var type: RecordType {
        switch self {
        case .a: .a
        case .aaaa: .aaaa
        case .ns: .ns
        case .cname: .cname
        case .soa: .soa
        case .ptr: .ptr
        case .mx: .mx
        case .txt: .txt
        case .srv: .srv
        case .tlsa: .tlsa
        case .svcb: .svcb
        case .https: .https
        case .caa: .caa
        case .ds: .ds
        case .dnskey: .dnskey
        case .rrsig: .rrsig
        case .nsec: .nsec
        case .nsec3: .nsec3
        case .key: .key
        case .opt: .opt
        case .tsig: .tsig
        case .opaque(let type, _), .empty(let type): type
        }
    }
}
