import DNSCore
import Glibc
import NIOCore
import NIOSSL
import ServiceIdentity

/// What a server proves who it is with: a certificate, with those that it is issued by, and its key.
package struct TLSIdentity: Sendable {
    /// The server's first.
    let certificates: [NIOSSLCertificate]
    private let key: NIOSSLPrivateKey
    private let source: String

    /// What clients pin.
    package let pin: CertificatePin

    /// - Parameter source: where it comes from, for errors.
    init(_ certificates: [NIOSSLCertificate], _ key: NIOSSLPrivateKey, source: String) throws(TLSIdentityError) {
        guard let own = certificates.first, let bytes = try? own.extractPublicKey().toSPKIBytes() else {
            throw .unreadable(file: source, reason: "holds no certificate in PEM form")
        }
        self.certificates = certificates
        self.key = key
        self.source = source
        pin = CertificatePin(publicKey: bytes)
    }

    /// Both in PEM form.
    package init(certificateFile: String, keyFile: String) throws(TLSIdentityError) {
        for file in [certificateFile, keyFile] where access(file, R_OK) != 0 {
            throw .unreadable(file: file, reason: String(cString: strerror(errno)))
        }
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(certificateFile) else {
            throw .unreadable(file: certificateFile, reason: "holds no certificate in PEM form")
        }
        guard let key = try? NIOSSLPrivateKey(file: keyFile, format: .pem) else {
            throw .unreadable(file: keyFile, reason: "holds no private key in PEM form, or one with a passphrase")
        }
        try self.init(certificates, key, source: certificateFile)
    }

    /// A certificate of its own that says `localhost` and some addresses, with a key that stays as it is in the folder.
    ///
    /// - Parameter seconds: Our clock, since 1970.
    package init(
        keptIn folder: String, for addresses: [IPAddress], at seconds: UInt64
    ) throws(TLSIdentityError) {
        let kept: OwnIdentity
        do {
            let profile = try LeafProfile(
                DomainName("localhost"), hosts: addresses.map(\.description), uses: [.server])
            kept = try OwnIdentity(in: folder, saying: profile, at: Int64(clamping: seconds))
        } catch {
            throw .cannotMake(reason: "\(error)")
        }
        try self.init(certificateFile: kept.certificateFile, keyFile: kept.keyFile)
    }

    func serverContext() throws(TLSIdentityError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["dot"]
        configuration.shutdownTimeout = .milliseconds(500)
        do { return try NIOSSLContext(configuration: configuration) } catch { throw .mismatch(file: source) }
    }
}

/// Why there is no identity to speak TLS with.
package enum TLSIdentityError: Error, Hashable, Sendable {
    case unreadable(file: String, reason: String)
    /// The key is not the certificate's.
    case mismatch(file: String)
    case cannotMake(reason: String)
}

extension TLSIdentityError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): \(reason)"
        case .mismatch(let file): "\(file): the private key is not this certificate's"
        case .cannotMake(let reason): "no certificate can be made: \(reason)"
        }
    }
}
