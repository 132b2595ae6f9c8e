import Crypto
import DNSCore
import Glibc
import SmallFiles
import SwiftASN1
import X509

/// A small authority for one site, in a folder that is only its owner's: `ca.pem`, `ca.key`, and what it has issued.
///
/// It knows of no revocation: what it issues is short-lived instead.
package struct SiteAuthority: Sendable {
    package let folder: String
    let issuer: CertificateIssuer
    /// What others see of it.
    package let certificate: PeerCertificate

    package static let usualDays: Int64 = 3650
    package static let usualLeafDays: Int64 = 30
    private static let day: Int64 = 86_400

    /// What everyone who is to trust the authority is given.
    package var certificateFile: String { "\(folder)/ca.pem" }
    private var index: IssuedIndex { IssuedIndex(file: "\(folder)/issued") }

    private init(folder: String, issuer: CertificateIssuer) throws(SiteAuthorityError) {
        self.folder = folder
        self.issuer = issuer
        do { certificate = try PeerCertificate(issuer.certificate) } catch {
            throw .cannotRead(file: "\(folder)/ca.pem", reason: "is no certificate that can be used")
        }
    }

    /// Makes a new one; the folder too, where it is missing.
    ///
    /// - Parameters:
    ///   - name: What it is called in certificates.
    ///   - time: Seconds since 1970.
    package static func make(
        in folder: String, name: String, days: Int64 = usualDays, at time: Int64
    ) throws(SiteAuthorityError) -> SiteAuthority {
        guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .badTitle(printable(name, limit: 64))
        }
        let folder = try PrivateFolder.made(folder)
        let key = P256.Signing.PrivateKey()
        let issuer: CertificateIssuer
        let text: String
        do {
            issuer = try .root(name, key: key, validity: validity(days, at: time))
            text = try issuer.certificate.serializeAsPEM().pemString
        } catch {
            throw .cannotSign(reason: "\(error)")
        }
        let authority = try SiteAuthority(folder: folder, issuer: issuer)
        do throws(FileFailure) {
            try create(key, "\(folder)/ca.key", text + "\n", authority.certificateFile)
        } catch {
            throw error.isThere ? .isThere(folder: folder) : .cannotWrite(error)
        }
        return authority
    }

    /// Opens the one in a folder.
    package init(folder: String, at time: Int64) throws(SiteAuthorityError) {
        let (certificateFile, keyFile) = ("\(folder)/ca.pem", "\(folder)/ca.key")
        guard access(keyFile, F_OK) == 0 || errno != ENOENT else { throw .noAuthority(folder: folder) }
        guard let certificate = try? Certificate(pemEncoded: PEMText.read(certificateFile)) else {
            throw .cannotRead(file: certificateFile, reason: "holds no certificate in PEM form")
        }
        let key = try P256.Signing.PrivateKey(file: keyFile)
        guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else { throw .mismatch(folder: folder) }
        try self.init(folder: folder, issuer: CertificateIssuer(certificate, key: key))
        guard self.certificate.notAfter >= time else { throw .expired(folder: folder, at: self.certificate.notAfter) }
    }

    /// What was issued last for each name, in the order of names.
    package func issued() throws(SiteAuthorityError) -> [IssuedCertificate] { try index.latest() }

    package func issued(for name: DomainName) throws(SiteAuthorityError) -> IssuedCertificate {
        guard let found = try issued().first(where: { $0.profile.name == name }) else { throw .notIssued(name) }
        return found
    }

    /// A certificate with a key of its own: `NAME.pem` and `NAME.key`.
    ///
    /// - Parameter output: The folder for the two; the authority's own where there is none given.
    package func issue(
        _ profile: LeafProfile, days: Int64 = usualLeafDays, to output: String? = nil, at time: Int64
    ) throws(SiteAuthorityError) -> IssuedCertificate {
        if let known = try issued().first(where: { $0.profile.name == profile.name }), access(known.file, F_OK) == 0 {
            throw .isIssued(profile.name, file: known.file)
        }
        let output = try PrivateFolder.made(output ?? "\(folder)/certificates")
        let file = "\(output)/\(Self.fileName(of: profile.name)).pem"
        let key = P256.Signing.PrivateKey()
        let (text, issued) = try sign(profile, key, Self.validity(days, at: time), file)
        do throws(FileFailure) {
            try Self.create(key, issued.keyFile, text, file)
        } catch {
            throw .cannotWrite(error)
        }
        try index.append(issued)
        return issued
    }

    /// The same names again, where they were, and for as long as before; also the same key, so that pins stay right.
    ///
    /// - Parameters:
    ///   - hosts: Other hosts than before.
    ///   - isKeyNew: Makes a new key: who pins has to be told.
    package func renew(
        _ old: IssuedCertificate, hosts: [String]? = nil, isKeyNew: Bool = false, at time: Int64
    ) throws(SiteAuthorityError) -> IssuedCertificate {
        let profile = try LeafProfile(old.profile.name, hosts: hosts ?? old.profile.hosts, uses: old.profile.uses)
        let key = try isKeyNew ? P256.Signing.PrivateKey() : P256.Signing.PrivateKey(file: old.keyFile)
        let span = old.until - old.from
        let from = time - CertificateIssuer.backdating
        let (text, issued) = try sign(profile, key, from..<from + span, old.file)
        do throws(FileFailure) {
            if isKeyNew { try NewFile.replace(old.keyFile, with: key.pemRepresentation + "\n", mode: 0o600) }
            try NewFile.replace(old.file, with: text, mode: 0o644)
        } catch {
            throw .cannotWrite(error)
        }
        try index.append(issued)
        return issued
    }

    private func sign(
        _ profile: LeafProfile, _ key: P256.Signing.PrivateKey, _ validity: Range<Int64>, _ file: String
    ) throws(SiteAuthorityError) -> (text: String, IssuedCertificate) {
        do {
            let made = try issuer.issue(profile, for: key.publicKey, validity: validity)
            let seen = try PeerCertificate(made)
            let issued = IssuedCertificate(
                serial: seen.serial, from: seen.notBefore, until: seen.notAfter, profile: profile, file: file)
            return (try made.serializeAsPEM().pemString + "\n", issued)
        } catch {
            throw .cannotSign(reason: "\(error)")
        }
    }

    /// Two new files, or none.
    private static func create(
        _ key: P256.Signing.PrivateKey, _ keyFile: String, _ certificate: String, _ certificateFile: String
    ) throws(FileFailure) {
        try NewFile.create(keyFile, with: key.pemRepresentation + "\n", mode: 0o600)
        do throws(FileFailure) {
            try NewFile.create(certificateFile, with: certificate, mode: 0o644)
        } catch {
            unlink(keyFile)
            throw error
        }
    }

    private static func validity(_ days: Int64, at time: Int64) -> Range<Int64> {
        time - CertificateIssuer.backdating..<time + max(1, min(days, 36_500)) * day
    }

    /// `_http._tcp.web.svc.internal`
    private static func fileName(of name: DomainName) -> String { String(name.description.dropLast()) }
}

extension P256.Signing.PrivateKey {
    /// - Parameter file: PEM.
    init(file: String) throws(SiteAuthorityError) {
        let text = try PEMText.read(file)
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: text) else {
            throw .noKey(file: file, reason: "holds no P-256 key in PEM form")
        }
        self = key
    }
}

private enum PEMText {
    static func read(_ file: String) throws(SiteAuthorityError) -> String {
        do throws(TextFile.Failure) {
            return try TextFile(file, limit: 1 << 16).text
        } catch {
            throw .cannotRead(file: file, reason: error.description)
        }
    }
}
