import DNSCore
import SwiftASN1
import X509

/// What a certificate of a service or a client is to say.
package struct LeafProfile: Hashable, Sendable {
    /// The service that it is of, as `_http._tcp.web.svc.internal.`, or just a name, such as a client's.
    package var name: DomainName
    /// Names and addresses of the hosts that the service runs on.
    package var hosts: [String]
    package var uses: Set<CertificateUse>

    /// - Throws: for names that cannot stand in a certificate.
    package init(
        _ name: DomainName, hosts: [String] = [], uses: Set<CertificateUse> = [.server, .client]
    ) throws(SiteAuthorityError) {
        self.name = name.lowercased
        self.hosts = hosts.map { ReferenceIdentifier.normal($0) }
        self.uses = uses
        for identifier in identifiers { guard identifier.isPlain else { throw .badName(identifier.description) } }
    }

    private var identifiers: [ReferenceIdentifier] {
        let all = name.serviceIdentifiers + ExpectedPeer(hosts: hosts).identifiers(by: .host)
        return all.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// What people call it: without the labels of service and protocol.
    private var plainName: String {
        identifiers.lazy.compactMap { if case .host(let name) = $0 { name } else { nil } }.first { _ in true } ?? ""
    }

    /// At most 64 characters may stand in a subject (RFC 5280 appendix A); nobody looks for a name there.
    var subject: DistinguishedName {
        get throws {
            guard plainName.utf8.count <= 64 else { return DistinguishedName() }
            return try DistinguishedName { CommonName(plainName) }
        }
    }

    /// As others will read them.
    var names: [PresentedName] {
        identifiers.map { identifier in
            switch identifier {
            case .host(let name): .host(name)
            case .address(let address): .address(address)
            case .service: .service(identifier.description)
            }
        }
    }

    var alternativeNames: SubjectAlternativeNames {
        get throws {
            SubjectAlternativeNames(
                try names.map { name in
                    switch name {
                    case .host(let name): .dnsName(name)
                    case .address(let address): .ipAddress(ASN1OctetString(contentBytes: address.networkBytes[...]))
                    case .service(let name):
                        .otherName(
                            .init(
                                typeID: PresentedName.serviceIdentifier,
                                value: try ASN1Any(erasing: ASN1IA5String(name))))
                    }
                })
        }
    }

    var extendedUses: ExtendedKeyUsage {
        get throws {
            try ExtendedKeyUsage(
                [uses.contains(.server) ? .serverAuth : nil, uses.contains(.client) ? .clientAuth : nil].compactMap {
                    $0
                })
        }
    }
}

extension ReferenceIdentifier {
    /// Of letters, digits and hyphens; the label of a service also has its underscore.
    fileprivate var isPlain: Bool {
        switch self {
        case .address: true
        case .host(let name): Self.isPlain(name)
        case .service(let label, let domain):
            label.first == "_" && Self.isPlain(label.dropFirst()) && Self.isPlain(domain)
        }
    }

    private static func isPlain(_ name: some StringProtocol) -> Bool {
        name.utf8.count <= 253
            && name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.utf8.count)
                    && label.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
            }
    }
}

extension IPAddress {
    /// As it stands in a certificate: 4 or 16 bytes.
    fileprivate var networkBytes: [UInt8] {
        switch self {
        case .v4(let address): address.bytes
        case .v6(let address): address.bytes
        }
    }
}
