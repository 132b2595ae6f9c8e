/// A key and a certificate that it has signed itself, made by openssl(1), in a folder that goes away with it.
package final class SelfSigned: Sendable {
    private let folder: TemporaryFolder
    /// The SHA-256 of the public key in hexadecimal, as TLSA records have it.
    package let digest: String
    /// The same in Base64, as `pin=` has it.
    package let pin: String

    package var keyFile: String { "\(folder.path)/key" }
    package var certificateFile: String { "\(folder.path)/certificate" }

    /// - Parameter names: as subjectAltName has them.
    package init(names: String = "DNS:web.svc.test", days: Int = 90) async throws {
        folder = try TemporaryFolder()
        let request = try folder.write(
            "request",
            "[req]\ndistinguished_name=dn\nx509_extensions=e\nprompt=no\n[dn]\nCN=test\n[e]\nsubjectAltName=\(names)\n")
        let (key, certificate) = ("\(folder.path)/key", "\(folder.path)/certificate")
        try await Self.openssl([
            "req", "-x509", "-nodes", "-days", "\(days)", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-config", request, "-keyout", key, "-out", certificate,
        ])
        let (spki, hash) = ("\(folder.path)/spki", "\(folder.path)/hash")
        try await Self.openssl(["pkey", "-in", key, "-pubout", "-outform", "der", "-out", spki])
        digest = String(try await Self.openssl(["dgst", "-sha256", "-r", spki]).prefix(64))
        try await Self.openssl(["dgst", "-sha256", "-binary", "-out", hash, spki])
        pin = String(try await Self.openssl(["base64", "-A", "-in", hash]).filter { !$0.isWhitespace })
    }

    @discardableResult
    private static func openssl(_ arguments: [String]) async throws -> String {
        let result = try await Tool.run("openssl", arguments)
        guard result.succeeded else { throw PeerError.cannotStart("openssl: \(result.output)") }
        return result.output
    }
}
