import DNSCore
import Glibc
import NIOSSL
import SmallFiles

/// What we prove with who we are: a certificate, with those that lead from it to an authority, and its key.
public struct Credentials: Sendable {
    public let certificateFile: String
    public let keyFile: String
    /// What others see of us.
    public let certificate: PeerCertificate
    /// Whoever can read the key can be us.
    public let warnings: [String]
    /// Of the files, before they were read.
    let stamps: [String: FileStamp?]
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey

    private static let limit = 1 << 20

    /// - Parameters:
    ///   - certificateFile: PEM, our own certificate first.
    ///   - keyFile: PEM, without a passphrase; may be the same file.
    ///   - time: Seconds since 1970.
    public init(
        certificateFile: String, keyFile: String, at time: Int64 = Int64(time(nil))
    ) throws(CredentialsFault) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        stamps = FileStamp.all(certificateFile, keyFile)
        chain = try Self.certificates(in: certificateFile)
        certificate = try PeerCertificate(file: certificateFile)
        let keyText = try Self.read(keyFile)
        guard let key = try? NIOSSLPrivateKey(bytes: Array(keyText.text.utf8), format: .pem) else {
            throw .noKey(file: keyFile)
        }
        self.key = key
        warnings =
            keyText.isReadableByAll || keyText.isReadableByGroup
            ? ["\(keyFile) can be read by others than its owner: chmod 600 \(keyFile)"] : []
        let trial = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        guard (try? NIOSSLContext(configuration: trial)) != nil else {
            throw .mismatch(certificate: certificateFile, key: keyFile)
        }
        guard certificate.notAfter >= time else { throw .expired(file: certificateFile, at: certificate.notAfter) }
    }

    /// What is to be done about them.
    func concerns(at time: Int64) -> [String] {
        let end = UTCDate(seconds: certificate.notAfter)
        if certificate.notAfter < time { return warnings + ["\(certificateFile) expired on \(end): renew it"] }
        return warnings + (certificate.isNearEnd(at: time) ? ["\(certificateFile) ends on \(end): renew it"] : [])
    }

    private static func read(_ file: String) throws(CredentialsFault) -> TextFile {
        do throws(TextFile.Failure) {
            return try TextFile(file, limit: limit)
        } catch {
            throw .unreadable(file: file, reason: error.description)
        }
    }

    /// The certificates in a PEM file: one at least.
    static func certificates(in file: String) throws(CredentialsFault) -> [NIOSSLCertificate] {
        let text = try read(file).text
        guard let found = try? NIOSSLCertificate.fromPEMBytes(Array(text.utf8)), !found.isEmpty else {
            throw .noCertificate(file: file)
        }
        return found
    }
}

extension PeerCertificate {
    /// The first certificate in a PEM file.
    public init(file: String) throws(CredentialsFault) {
        guard let own = try Credentials.certificates(in: file).first, let certificate = try? PeerCertificate(own) else {
            throw .noCertificate(file: file)
        }
        self = certificate
    }

    init(_ certificate: NIOSSLCertificate) throws {
        try self.init(der: certificate.toDERBytes())
    }
}
