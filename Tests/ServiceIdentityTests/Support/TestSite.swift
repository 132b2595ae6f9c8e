import Crypto
import DNSCore
import Glibc
import NIOSSL
import PeerServers
import SwiftASN1
import X509

@testable import ServiceIdentity

/// An authority and what it issues, in files that go away with it.
struct TestSite {
    let folder: TemporaryFolder
    let issuer: CertificateIssuer

    static let service = "_http._tcp.web.svc.internal."
    static let now = Int64(time(nil))
    static let valid = now - 3600..<now + 86_400
    static let expired = now - 7 * 86_400..<now - 86_400
    static let early = now + 86_400..<now + 7 * 86_400

    var authorityFile: String { "\(folder.path)/ca.pem" }
    var trust: PeerIdentityPolicy.Trust { .authorities(files: [authorityFile]) }

    init(_ name: String = "test authority", validity: Range<Int64> = valid) throws {
        folder = try TemporaryFolder()
        issuer = try .root(name, key: P256.Signing.PrivateKey(), validity: validity)
        try folder.write("ca.pem", issuer.certificate.serializeAsPEM().pemString)
    }

    /// A certificate and its key, in two files.
    struct Holder {
        var certificateFile: String
        var keyFile: String
        var certificate: PeerCertificate

        var pin: CertificatePin { certificate.pin }

        var credentials: Credentials {
            get throws { try Credentials(certificateFile: certificateFile, keyFile: keyFile) }
        }
    }

    func issue(
        _ name: String = service, hosts: [String] = ["h1.internal", "127.0.0.1"],
        uses: Set<CertificateUse> = [.server, .client], validity: Range<Int64> = valid,
        key: P256.Signing.PrivateKey = P256.Signing.PrivateKey(), file: String = "leaf-\(Int.random(in: 0..<1 << 40))"
    ) throws -> Holder {
        let profile = try LeafProfile(DomainName(name), hosts: hosts, uses: uses)
        let certificate = try issuer.issue(profile, for: key.publicKey, validity: validity)
        return Holder(
            certificateFile: try folder.write("\(file).pem", certificate.serializeAsPEM().pemString),
            keyFile: try folder.write("\(file).key", key.pemRepresentation),
            certificate: try PeerCertificate(certificate))
    }
}

extension TestSite.Holder {
    /// For a peer that knows nothing of our rules: it shows what it has, and takes whatever the other side shows.
    func rawContext(
        isServer: Bool, asks: Bool = true, maximumVersion: TLSVersion? = nil, trusting authority: String? = nil
    ) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile(certificateFile).map { NIOSSLCertificateSource.certificate($0) }
        let key = NIOSSLPrivateKeySource.privateKey(try NIOSSLPrivateKey(file: keyFile, format: .pem))
        var configuration = TLSConfiguration.makeClientConfiguration()
        if isServer {
            configuration = .makeServerConfiguration(certificateChain: chain, privateKey: key)
        } else {
            configuration.certificateChain = chain
            configuration.privateKey = key
        }
        configuration.maximumTLSVersion = maximumVersion
        configuration.certificateVerification = asks && authority != nil ? .noHostnameVerification : .none
        if let authority { configuration.trustRoots = .file(authority) }
        return try NIOSSLContext(configuration: configuration)
    }
}
