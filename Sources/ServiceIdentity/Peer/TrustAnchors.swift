import FoundationEssentials
import NIOSSL
import SwiftASN1
@_spi(DisableValidityCheck) @_spi(FixedExpiryValidationTime) import X509

/// The authorities that are trusted, and whether one of them stands behind a certificate.
struct TrustAnchors: Sendable {
    private let store: CertificateStore

    /// More certificates between a peer's own and a trusted one are not looked at: every order of them would be tried.
    static let mostBetween = 4

    /// Of the year 9999: later ones cannot stand in a certificate.
    private static let lastSecond: Int64 = 253_402_300_799

    init(_ trust: PeerIdentityPolicy.Trust) throws(IdentityFault) {
        switch trust {
        case .authorities(let files):
            var certificates: [Certificate] = []
            for file in files { certificates += try Self.certificates(in: file) }
            store = CertificateStore(certificates)
        case .system: store = .systemTrustRoots
        case .pinsOnly: store = CertificateStore()
        }
    }

    private static func certificates(in file: String) throws(IdentityFault) -> [Certificate] {
        do throws(CredentialsFault) {
            return try Credentials.certificates(in: file).compactMap {
                try? Certificate(derEncoded: $0.toDERBytes())
            }
        } catch {
            throw .badAuthorities(error)
        }
    }

    /// - Parameter time: Seconds since 1970.
    func fault(
        of peer: PeerCertificate, with others: ArraySlice<PeerCertificate>, in use: CertificateUse, at time: Int64
    ) async
        -> IdentityFault?
    {
        let between = CertificateStore(others.prefix(Self.mostBetween).map(\.certificate))
        let now = Date(timeIntervalSince1970: Double(min(max(0, time), Self.lastSecond)))
        if await chain(peer, between, use, RFC5280Policy(fixedExpiryValidationTime: now)) != nil { return nil }
        guard let chain = await chain(peer, between, use, .withValidityCheckDisabled()) else {
            return .untrusted(issuer: peer.issuer, pin: peer.pin)
        }
        if peer.notAfter < time { return .expired(at: peer.notAfter) }
        if peer.notBefore > time { return .notYetValid(from: peer.notBefore) }
        let outdated = chain.first { now < $0.notValidBefore || $0.notValidAfter < now }
        return .issuerOutdated(issuer: printable((outdated ?? peer.certificate).subject.description, limit: 120))
    }

    private func chain(
        _ peer: PeerCertificate, _ between: CertificateStore, _ use: CertificateUse, _ rules: RFC5280Policy
    ) async -> [Certificate]? {
        var verifier = Verifier(rootCertificates: store) {
            rules
            AuthoritiesFor(use)
        }
        let result = await verifier.validate(leaf: peer.certificate, intermediates: between)
        guard case .validCertificate(let chain) = result else { return nil }
        return Array(chain)
    }
}

/// An authority that says what it issues certificates for issues none for anything else.
///
/// The peer's own uses and names are judged elsewhere; that is why these extensions may be critical.
private struct AuthoritiesFor: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [
        .X509ExtensionID.subjectAlternativeName, .X509ExtensionID.extendedKeyUsage,
    ]
    let use: CertificateUse

    init(_ use: CertificateUse) { self.use = use }

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        chain.dropFirst().allSatisfy(isFit) ? .meetsPolicy : .failsToMeetPolicy(reason: "an authority for other uses")
    }

    private func isFit(_ authority: Certificate) -> Bool {
        do {
            guard let uses = try authority.extensions.extendedKeyUsage else { return true }
            return uses.contains { $0.uses.contains(use) }
        } catch {
            return false
        }
    }
}
