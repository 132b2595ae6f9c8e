/// How the key of a service's certificate is published: TLSA `3 1 1` (RFC 6698), and `pin=` in TXT records.
extension CertificatePin {
    /// `_PORT._tcp.TARGET.`, where the TLSA records of an instance lie (RFC 6698 section 3).
    /// - Throws: where the target's name leaves no room for more labels.
    public static func owner(target: DomainName, port: UInt16) throws(NameError) -> DomainName {
        try target.prepending("_tcp".utf8).prepending("_\(port)".utf8)
    }

    /// The key that a TLSA record binds to; nil for records that say something else than `3 1 1`.
    public init?(_ association: CertificateAssociation) {
        guard association.usage == 3, association.selector == 1, association.matchingType == 1 else { return nil }
        self.init(digest: association.data)
    }

    /// `3 1 1`: the key itself (DANE-EE), whoever has issued the certificate.
    public var association: CertificateAssociation {
        CertificateAssociation(usage: 3, selector: 1, matchingType: 1, data: digest)
    }

    /// What records say of the keys of an instance; any one of them is enough. Nothing where they say nothing.
    ///
    /// - Parameters:
    ///   - texts: The TXT records at the SRV record's owner name.
    ///   - associations: The TLSA records at ``owner(target:port:)``.
    public static func expected(
        target: DomainName, port: UInt16, texts: some Sequence<TextStrings>,
        associations: some Sequence<CertificateAssociation>
    ) -> Set<CertificatePin> {
        let written = texts.filter { $0.isOf(target: target, port: port) }.flatMap(\.pins)
        return Set(written).union(associations.compactMap { CertificatePin($0) })
    }
}

/// What the TXT records beside SRV records say of the instances that those name.
extension TextStrings {
    /// Whether it is of that instance: one that names no `target=` or no `port=` is of all.
    public func isOf(target: DomainName, port: UInt16) -> Bool {
        if let text = text(of: "target"), (try? DomainName(text)) != target { return false }
        if let text = text(of: "port"), UInt16(text) != port { return false }
        return true
    }

    /// The keys after `pin=`, separated by commas where there are several.
    public var pins: [CertificatePin] {
        text(of: "pin")?.split(separator: ",").compactMap { CertificatePin(String($0)) } ?? []
    }

    /// A string for a TXT record, as ``pins`` reads it: at most five keys fit into one.
    public static func string(pins: some Sequence<CertificatePin>) -> [UInt8] {
        Array("pin=\(pins.prefix(5).map(\.description).joined(separator: ","))".utf8)
    }

    private func text(of key: String) -> String? {
        guard case .bytes(let bytes) = self[key] else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
