import Crypto
import DNSCore
import FoundationEssentials
import X509

/// Signs certificates with the key of an authority (RFC 5280), or with their own.
package struct CertificateIssuer: Sendable {
    package let certificate: Certificate
    private let key: Certificate.PrivateKey

    /// What is issued is valid from so many seconds ago on, for those whose clocks are late.
    package static let backdating: Int64 = 3600

    package init(_ certificate: Certificate, key: P256.Signing.PrivateKey) {
        self.certificate = certificate
        self.key = Certificate.PrivateKey(key)
    }

    /// A new authority that vouches for itself, and may issue certificates of services, but make no authorities.
    ///
    /// - Parameters:
    ///   - name: What it is called in certificates: 1 to 64 characters.
    ///   - validity: Seconds since 1970.
    package static func root(
        _ name: String, key: P256.Signing.PrivateKey, validity: Range<Int64>
    ) throws -> CertificateIssuer {
        let publicKey = Certificate.PublicKey(key.publicKey)
        let subject = try DistinguishedName { CommonName(name) }
        let certificate = try Certificate(
            version: .v3, serialNumber: .random128, publicKey: publicKey, notValidBefore: Date(validity.lowerBound),
            notValidAfter: Date(validity.upperBound), issuer: subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
                SubjectKeyIdentifier(hash: publicKey)
            },
            issuerPrivateKey: Certificate.PrivateKey(key))
        return CertificateIssuer(certificate, key: key)
    }

    /// A certificate for a key.
    ///
    /// - Parameter validity: Seconds since 1970. It ends no later than the authority's own.
    package func issue(
        _ profile: LeafProfile, for key: P256.Signing.PublicKey, validity: Range<Int64>
    ) throws -> Certificate {
        let ends = min(Date(validity.upperBound), certificate.notValidAfter)
        return try Self.certificate(
            profile, Certificate.PublicKey(key), Date(validity.lowerBound), ends, issuer: certificate.subject,
            certificate.publicKey, signedWith: self.key)
    }

    /// A certificate that only its own key stands behind, and that issues nothing.
    package static func selfSigned(
        _ profile: LeafProfile, key: P256.Signing.PrivateKey, validity: Range<Int64>
    ) throws -> Certificate {
        let publicKey = Certificate.PublicKey(key.publicKey)
        return try certificate(
            profile, publicKey, Date(validity.lowerBound), Date(validity.upperBound), issuer: profile.subject,
            publicKey, signedWith: Certificate.PrivateKey(key))
    }

    private static func certificate(
        _ profile: LeafProfile, _ key: Certificate.PublicKey, _ begins: Date, _ ends: Date,
        issuer: DistinguishedName, _ issuerKey: Certificate.PublicKey, signedWith signer: Certificate.PrivateKey
    ) throws -> Certificate {
        let subject = try profile.subject
        let names = try profile.alternativeNames
        return try Certificate(
            version: .v3, serialNumber: .random128, publicKey: key, notValidBefore: begins, notValidAfter: ends,
            issuer: issuer, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try profile.extendedUses
                // A certificate without a subject is named by this alone (RFC 5280 section 4.2.1.6).
                if subject.isEmpty { Critical(names) } else { names }
                SubjectKeyIdentifier(hash: key)
                AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: issuerKey).keyIdentifier)
            },
            issuerPrivateKey: signer)
    }
}

extension Certificate.SerialNumber {
    fileprivate static var random128: Self {
        var generator = SystemRandomNumberGenerator()
        return Self(bytes: (0..<16).map { _ in UInt8.random(in: 0...0xFF, using: &generator) })
    }
}

extension Date {
    /// - Parameter seconds: Since 1970.
    fileprivate init(_ seconds: Int64) { self.init(timeIntervalSince1970: Double(seconds)) }
}
