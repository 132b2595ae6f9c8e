import DNSCore
import FoundationEssentials
import SwiftASN1
import X509

extension PeerCertificate {
    /// Reads what came from the other side.
    ///
    /// - Parameter bytes: DER (RFC 5280 section 4.1).
    /// - Throws: ``IdentityFault/unreadable``, also for keys of kinds that no TLS is spoken with.
    public init(der bytes: [UInt8]) throws(IdentityFault) {
        do {
            try self.init(Certificate(derEncoded: bytes))
        } catch {
            throw .unreadable
        }
    }

    init(_ certificate: Certificate) throws {
        self.certificate = certificate
        pin = CertificatePin(publicKey: try Self.publicKey(in: certificate))
        names = try certificate.extensions.subjectAlternativeNames.map { $0.compactMap(PresentedName.init) } ?? []
        notBefore = Int64(certificate.notValidBefore)
        notAfter = Int64(certificate.notValidAfter)
        subject = printable(certificate.subject.description, limit: 120)
        issuer = printable(certificate.issuer.description, limit: 120)
        serial = Hexadecimal.encode(certificate.serialNumber.bytes)
        uses = try certificate.extensions.extendedKeyUsage.map { Set($0.flatMap(\.uses)) }
    }

    /// The SubjectPublicKeyInfo, byte by byte as it was signed: the seventh field after the version.
    private static func publicKey(in certificate: Certificate) throws -> ArraySlice<UInt8> {
        let contents = try DER.parse(certificate.tbsCertificateBytes)
        guard case .constructed(let fields) = contents.content else { throw IdentityFault.unreadable }
        let version = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
        let following = fields.lazy.filter { $0.identifier != version }.dropFirst(5)
        guard let key = following.first(where: { _ in true }) else { throw IdentityFault.unreadable }
        return key.encodedBytes
    }
}

extension PresentedName {
    /// `id-on-dnsSRV` (RFC 4985 section 2).
    static let serviceIdentifier: ASN1ObjectIdentifier = [1, 3, 6, 1, 5, 5, 7, 8, 7]

    /// nil for a name of another kind.
    init?(_ name: GeneralName) {
        switch name {
        case .dnsName(let name): self = .host(name)
        case .ipAddress(let bytes):
            guard let address = IPAddress(networkBytes: bytes.bytes) else { return nil }
            self = .address(address)
        case .otherName(let name) where name.typeID == Self.serviceIdentifier:
            guard let text = name.value.flatMap({ try? ASN1IA5String(asn1Any: $0) }) else { return nil }
            self = .service(String(text))
        default: return nil
        }
    }
}

extension IPAddress {
    /// 4 or 16 bytes.
    init?(networkBytes bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4: self = .v4(IPv4Address(rawValue: bytes.reduce(0) { $0 << 8 | UInt32($1) }))
        case 16:
            let high = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let low = bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            self = .v6(IPv6Address(high: high, low: low))
        default: return nil
        }
    }
}

extension ExtendedKeyUsage.Usage {
    var uses: [CertificateUse] {
        if self == .any { return [.server, .client] }
        if self == .serverAuth { return [.server] }
        return self == .clientAuth ? [.client] : []
    }
}

extension Int64 {
    /// Seconds since 1970.
    init(_ date: Date) { self = Int64(exactly: date.timeIntervalSince1970.rounded(.down)) ?? .max }
}
