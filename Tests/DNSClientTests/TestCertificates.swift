import DNSClient
import DNSCore
import NIOSSL
import PeerServers

/// An authority and what it has issued, made by openssl(1) in a folder that goes away with it.
final class TestCertificates: Sendable {
    private let folder: TemporaryFolder

    var authorityFile: String { "\(folder.path)/ca.pem" }

    init() async throws {
        folder = try TemporaryFolder()
        try await openssl(
            ["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=svctop test authority"] + newKey
                + ["-keyout", "\(folder.path)/ca.key", "-out", authorityFile])
    }

    /// What a server needs to prove who it is.
    struct Identity {
        var certificate: NIOSSLCertificate
        var key: NIOSSLPrivateKey
        var pin: CertificatePin
    }

    /// - Parameters:
    ///   - days: how long it is valid; -1 for one that expired yesterday.
    ///   - names: what it is for.
    func issue(
        days: Int = 1, names: String = "DNS:dns.test,DNS:ns1.dns.test,IP:127.0.0.1"
    ) async throws -> Identity {
        let file = "\(folder.path)/leaf"
        try folder.write("names", "subjectAltName=\(names)\n")
        try await openssl(
            ["req", "-nodes", "-subj", "/CN=dns.test"] + newKey + ["-keyout", "\(file).key", "-out", "\(file).csr"])
        try await openssl([
            "x509", "-req", "-in", "\(file).csr", "-CA", authorityFile, "-CAkey", "\(folder.path)/ca.key",
            "-CAcreateserial", "-days", "\(days)", "-extfile", "\(folder.path)/names", "-out", "\(file).pem",
        ])
        try await openssl(["x509", "-in", "\(file).pem", "-noout", "-pubkey", "-out", "\(file).pub"])
        try await openssl(["pkey", "-pubin", "-in", "\(file).pub", "-outform", "der", "-out", "\(file).spki"])
        let digest = try await openssl(["dgst", "-sha256", "\(file).spki"]).split(separator: "= ").last ?? ""
        let hex = Array(digest.utf8.filter { $0 > 0x20 })
        let bytes = stride(from: 0, to: hex.count - 1, by: 2).compactMap {
            UInt8(String(decoding: hex[$0...($0 + 1)], as: UTF8.self), radix: 16)
        }
        guard let certificate = try NIOSSLCertificate.fromPEMFile("\(file).pem").first,
            let pin = CertificatePin(digest: bytes)
        else { throw NeverHappened() }
        return Identity(
            certificate: certificate, key: try NIOSSLPrivateKey(file: "\(file).key", format: .pem), pin: pin)
    }

    private var newKey: [String] { ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"] }

    @discardableResult
    private func openssl(_ arguments: [String]) async throws -> String {
        let result = try await Tool.run("openssl", arguments)
        guard result.succeeded else { throw PeerError.cannotStart("openssl: \(result.output)") }
        return result.output
    }
}

extension TestCertificates.Identity {
    func context(maximumVersion: TLSVersion? = nil, protocols: [String] = ["dot"]) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        configuration.maximumTLSVersion = maximumVersion
        configuration.applicationProtocols = protocols
        return try NIOSSLContext(configuration: configuration)
    }
}
