import Crypto
import DNSCore
import Glibc
import SmallFiles
import SwiftASN1

/// A key, and a certificate that nobody vouches for, kept in a folder as `tls.key` and `tls.pem`: whoever pins the key
/// knows its owner, also after a restart.
package struct OwnIdentity: Hashable, Sendable {
    package let certificateFile: String
    package let keyFile: String

    private static let days: Int64 = 365

    /// Makes what is missing. A certificate that is near its end or says something else is made anew for the same key.
    ///
    /// - Parameters:
    ///   - folder: Is there already.
    ///   - time: Seconds since 1970.
    package init(in folder: String, saying profile: LeafProfile, at time: Int64) throws(SiteAuthorityError) {
        certificateFile = "\(folder)/tls.pem"
        keyFile = "\(folder)/tls.key"
        let key = try Self.key(in: keyFile)
        if Self.isGood(certificateFile, for: key, saying: profile, at: time) { return }
        let text: String
        do {
            let certificate = try CertificateIssuer.selfSigned(
                profile, key: key, validity: time - CertificateIssuer.backdating..<time + Self.days * 86_400)
            text = try certificate.serializeAsPEM().pemString
        } catch {
            throw .cannotSign(reason: "\(error)")
        }
        do throws(FileFailure) {
            try NewFile.replace(certificateFile, with: text + "\n", mode: 0o644)
        } catch {
            throw .cannotWrite(error)
        }
    }

    private static func key(in file: String) throws(SiteAuthorityError) -> P256.Signing.PrivateKey {
        if access(file, F_OK) == 0 { return try .init(file: file) }
        let key = P256.Signing.PrivateKey()
        do throws(FileFailure) {
            try NewFile.create(file, with: key.pemRepresentation + "\n", mode: 0o600)
        } catch {
            throw .cannotWrite(error)
        }
        return key
    }

    private static func isGood(
        _ file: String, for key: P256.Signing.PrivateKey, saying profile: LeafProfile, at time: Int64
    ) -> Bool {
        guard let certificate = try? PeerCertificate(file: file), certificate.isValid(at: time) else { return false }
        return certificate.pin == CertificatePin(publicKey: key.publicKey.derRepresentation)
            && Set(certificate.names) == Set(profile.names) && !certificate.isNearEnd(at: time)
    }
}
