extension RecordData {
    /// Reads one record's RDATA, which must reach exactly to the reader's end (see `RecordView.rdataReader`).
    ///
    /// Names in it may be compressed whatever the type. In a class other than IN, a type whose RDATA is defined for
    /// IN only stays opaque; ANY and NONE stand for the zone's class, as in an UPDATE.
    public init(type: RecordType, recordClass: RecordClass = .in, reader: inout WireReader) throws(WireError) {
        if recordClass.standsForAnother, reader.remaining == 0, type != .opt, type != .tsig {
            self = .empty(type)
            return
        }
        if type.isInternetOnly, !recordClass.isInternetLike {
            self = .opaque(type, reader.readRemainingBytes())
            return
        }
        try self.init(type: type, &reader)
        guard reader.remaining == 0 else { throw WireError(.rdataLengthMismatch, at: reader.offset) }
    }

    private init(type: RecordType, _ reader: inout WireReader) throws(WireError) {
        switch type {
        case .a: self = .a(try IPv4Address(&reader))
        case .aaaa: self = .aaaa(try IPv6Address(&reader))
        case .ns: self = .ns(try DomainName(&reader))
        case .cname: self = .cname(try DomainName(&reader))
        case .soa: self = .soa(try StartOfAuthority(&reader))
        case .ptr: self = .ptr(try DomainName(&reader))
        case .mx: self = .mx(try MailExchange(&reader))
        case .txt: self = .txt(try TextStrings(&reader))
        case .srv: self = .srv(try ServiceLocation(&reader))
        case .tlsa: self = .tlsa(try CertificateAssociation(&reader))
        case .svcb: self = .svcb(try ServiceBinding(&reader))
        case .https: self = .https(try ServiceBinding(&reader))
        case .caa: self = .caa(try CertificationAuthorityAuthorization(&reader))
        case .ds: self = .ds(try DelegationSigner(&reader))
        case .dnskey: self = .dnskey(try DNSKey(&reader))
        case .rrsig: self = .rrsig(try RecordSignature(&reader))
        case .nsec: self = .nsec(try NextSecure(&reader))
        case .nsec3: self = .nsec3(try HashedNextSecure(&reader))
        case .key: self = .key(try DNSKey(&reader))
        case .opt: self = .opt(try EDNSOption.list(&reader))
        case .tsig: self = .tsig(try TransactionSignature(&reader))
        default: self = .opaque(type, try OpaqueData.read(type, &reader))
        }
    }

    /// Appends the RDATA without its length. Names are compressed in the types of RFC 1035 only.
    public func write(to writer: inout WireWriter) throws(WireError) {
        switch self {
        case .a(let address): address.write(to: &writer)
        case .aaaa(let address): address.write(to: &writer)
        case .ns(let name), .cname(let name), .ptr(let name): name.write(to: &writer)
        case .soa(let soa): soa.write(to: &writer)
        case .mx(let exchange): exchange.write(to: &writer)
        case .txt(let strings): try strings.write(to: &writer)
        case .srv(let location): location.write(to: &writer)
        case .tlsa(let association): association.write(to: &writer)
        case .svcb(let binding), .https(let binding): try binding.write(to: &writer)
        case .caa(let authorization): try authorization.write(to: &writer)
        case .ds(let signer): signer.write(to: &writer)
        case .dnskey(let key), .key(let key): key.write(to: &writer)
        case .rrsig(let signature): signature.write(to: &writer)
        case .nsec(let next): next.write(to: &writer)
        case .nsec3(let next): try next.write(to: &writer)
        case .opt(let options): for option in options { try option.write(to: &writer) }
        case .tsig(let signature): try signature.write(to: &writer)
        case .opaque(_, let bytes): writer.write(bytes)
        case .empty: break
        }
    }

    /// The RDATA by itself, no name in it compressed.
    public func encoded() throws(WireError) -> [UInt8] {
        var writer = WireWriter(compressing: false)
        try write(to: &writer)
        return try writer.finish()
    }
}
