extension RecordData: CustomStringConvertible {
    /// The data as dig prints it; types without a form of their own as `\# length hexadecimal` (RFC 3597 section 5).
    public var description: String {
        switch self {
        case .a(let address): address.description
        case .aaaa(let address): address.description
        case .ns(let name), .cname(let name), .ptr(let name): name.description
        case .soa(let soa): soa.description
        case .mx(let exchange): exchange.description
        case .txt(let strings): strings.description
        case .srv(let location): location.description
        case .tlsa(let association): association.description
        case .svcb(let binding), .https(let binding): binding.description
        case .caa(let authorization): authorization.description
        case .ds(let signer): signer.description
        case .dnskey(let key), .key(let key): key.description
        case .rrsig(let signature): signature.description
        case .nsec(let next): next.description
        case .nsec3(let next): next.description
        case .tsig(let signature): signature.description
        case .opaque(_, let bytes): Self.generic(bytes)
        case .opt: (try? encoded()).map(Self.generic) ?? ""
        case .empty: ""
        }
    }

    private static func generic(_ bytes: [UInt8]) -> String {
        bytes.isEmpty ? "\\# 0" : "\\# \(bytes.count) \(broken(Hexadecimal.encode(bytes)))"
    }

    /// Reads one record's data in presentation format, or in the generic form, which every type may use.
    ///
    /// OPT and TSIG have the generic form only, and so have the types that stay opaque in their class.
    public init(
        type: RecordType, recordClass: RecordClass = .in, text: some StringProtocol, origin: DomainName = .root
    ) throws(RecordTextError) {
        var reader = RecordTextReader(text, origin: origin)
        try self.init(type: type, recordClass: recordClass, &reader)
    }

    /// What follows up to the text's end.
    init(type: RecordType, recordClass: RecordClass = .in, _ reader: inout RecordTextReader) throws(RecordTextError) {
        if let bytes = try reader.genericData() {
            try self.init(type: type, recordClass: recordClass, bytes: bytes)
        } else if type.isInternetOnly, !recordClass.isInternetLike {
            throw .onlyGenericForm(at: reader.offset)
        } else {
            try self.init(fieldsOf: type, &reader)
            try reader.end()
        }
    }

    private init(type: RecordType, recordClass: RecordClass, bytes: [UInt8]) throws(RecordTextError) {
        var reader = WireReader(bytes.span)
        do { try self.init(type: type, recordClass: recordClass, reader: &reader) } catch {
            throw RecordTextError(.data(error), at: 0)
        }
    }

    private init(fieldsOf type: RecordType, _ text: inout RecordTextReader) throws(RecordTextError) {
        switch type {
        case .a: self = .a(try IPv4Address(&text))
        case .aaaa: self = .aaaa(try IPv6Address(&text))
        case .ns: self = .ns(try DomainName(&text))
        case .cname: self = .cname(try DomainName(&text))
        case .soa: self = .soa(try StartOfAuthority(&text))
        case .ptr: self = .ptr(try DomainName(&text))
        case .mx: self = .mx(try MailExchange(&text))
        case .txt: self = .txt(try TextStrings(&text))
        case .srv: self = .srv(try ServiceLocation(&text))
        case .tlsa: self = .tlsa(try CertificateAssociation(&text))
        case .svcb: self = .svcb(try ServiceBinding(&text))
        case .https: self = .https(try ServiceBinding(&text))
        case .caa: self = .caa(try CertificationAuthorityAuthorization(&text))
        case .ds: self = .ds(try DelegationSigner(&text))
        case .dnskey: self = .dnskey(try DNSKey(&text))
        case .rrsig: self = .rrsig(try RecordSignature(&text))
        case .nsec: self = .nsec(try NextSecure(&text))
        case .nsec3: self = .nsec3(try HashedNextSecure(&text))
        case .key: self = .key(try DNSKey(&text))
        default:
            guard let bytes = try OpaqueText.read(type, &text) else { throw .onlyGenericForm(at: text.offset) }
            self = .opaque(type, bytes)
        }
    }
}

extension RecordTextReader {
    /// What `\# length hexadecimal` stands for, or nothing when the text begins otherwise.
    fileprivate mutating func genericData() throws(RecordTextError) -> [UInt8]? {
        let start = self
        guard let mark = try nextWord(), !mark.isQuoted, mark.string == "\\#" else {
            self = start
            return nil
        }
        let length: UInt16 = try number("a length")
        let offset = offset
        let bytes = try remainingHexadecimal("hexadecimal data")
        guard bytes.count == length else { throw .notA("\(length) bytes", "\(bytes.count) bytes".utf8, at: offset) }
        return bytes
    }
}
