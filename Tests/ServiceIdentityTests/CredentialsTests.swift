import DNSCore
import Glibc
import NIOSSL
import PeerServers
import Testing

@testable import ServiceIdentity

/// What we say who we are with: each mistake is one clear error, and what was renewed counts at once.
@Suite struct CredentialsTests {
    let site: TestSite
    let holder: TestSite.Holder

    init() throws {
        site = try TestSite()
        holder = try site.issue()
    }

    private func complaint(_ certificateFile: String, _ keyFile: String) -> String? {
        do throws(CredentialsFault) {
            _ = try Credentials(certificateFile: certificateFile, keyFile: keyFile)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("certificate and key say who we are")
    func good() throws {
        let credentials = try holder.credentials
        #expect(credentials.certificate == holder.certificate)
        #expect(credentials.warnings == [])
        #expect(credentials.certificate.services == ["_http.web.svc.internal"])
    }

    @Test("both may be in one file, with the text of openssl between them")
    func oneFile() throws {
        let (certificate, key) = (
            site.folder.read(Self.name(holder.certificateFile)), site.folder.read(Self.name(holder.keyFile))
        )
        let file = try site.folder.write("both.pem", "Bag Attributes\n\(key)\nsubject=x\n\(certificate)")
        #expect(complaint(file, file) == nil)
    }

    private static func name(_ file: String) -> String { String(file.split(separator: "/").last ?? "") }

    @Test("a key that others can read is warned of", arguments: [0o640, 0o604, 0o644] as [mode_t])
    func looseKey(mode: mode_t) throws {
        chmod(holder.keyFile, mode)
        #expect(
            try holder.credentials.warnings
                == ["\(holder.keyFile) can be read by others than its owner: chmod 600 \(holder.keyFile)"])
    }

    @Test("what is missing, or is none, is named")
    func badFiles() throws {
        let missing = "\(site.folder.path)/missing.pem"
        #expect(complaint(missing, holder.keyFile) == "\(missing): No such file or directory")
        #expect(complaint(holder.certificateFile, missing) == "\(missing): No such file or directory")
        #expect(complaint(site.folder.path, holder.keyFile) == "\(site.folder.path): not a file")
        #expect(
            complaint(holder.keyFile, holder.keyFile) == "\(holder.keyFile) holds no certificate in PEM form")
        #expect(
            complaint(holder.certificateFile, holder.certificateFile)
                == "\(holder.certificateFile) holds no private key in PEM form, or one with a passphrase")
        let torn = try site.folder.write("torn.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        #expect(complaint(torn, holder.keyFile) == "\(torn) holds no certificate in PEM form")
    }

    @Test("a key of another certificate is told, and a certificate that has expired")
    func mismatch() throws {
        let other = try site.issue()
        #expect(
            complaint(holder.certificateFile, other.keyFile)
                == "the key in \(other.keyFile) is not that of the certificate in \(holder.certificateFile): give the two "
                + "that were made together")
        let old = try site.issue(validity: 0..<86_400)
        #expect(
            complaint(old.certificateFile, old.keyFile)
                == "the certificate in \(old.certificateFile) expired on 1970-01-02: renew it")
    }

    @Test("a key with a passphrase is refused without asking for it", .needs(programs: "openssl"))
    func passphrase() async throws {
        let file = "\(site.folder.path)/locked.key"
        let made = try await Tool.run(
            "openssl", ["pkcs8", "-topk8", "-in", holder.keyFile, "-out", file, "-passout", "pass:secret"])
        try #require(made.succeeded, "\(made.output)")
        #expect(
            complaint(holder.certificateFile, file)
                == "\(file) holds no private key in PEM form, or one with a passphrase")
    }

    @Test("what was renewed on the disk is shown from the next connection on, and a broken renewal changes nothing")
    func renewal() async throws {
        let service = ExpectedPeer(services: [try DomainName(TestSite.service)])
        let policy = PeerIdentityPolicy(trust: site.trust)
        let server = try MutualTLS(credentials: site.issue(file: "live").credentials, policy: policy)
        let echo = try await EchoServer.start(server)
        let client = try MutualTLS(credentials: holder.credentials, policy: policy)
        #expect(try await Exchange.with(port: echo.port, client, for: service) == Exchange.line)

        // The new key is there before its certificate.
        let next = try site.issue()
        try site.folder.write("live.key", site.folder.read(Self.name(next.keyFile)))
        #expect(try await Exchange.with(port: echo.port, client, for: service) == Exchange.line)
        #expect(server.concerns.map { $0.contains("is not that of the certificate") } == [true])
        try site.folder.write("live.pem", site.folder.read(Self.name(next.certificateFile)))
        let pinned = ExpectedPeer(services: service.services, pins: [next.pin])
        #expect(try await Exchange.with(port: echo.port, client, for: pinned) == Exchange.line)
        #expect(server.credentials?.certificate == next.certificate)
        #expect(server.concerns == [])

        try site.folder.write("live.pem", "half a certif")
        #expect(try await Exchange.with(port: echo.port, client, for: pinned) == Exchange.line)
        #expect(
            server.concerns
                == [
                    "\(site.folder.path)/live.pem holds no certificate in PEM form; what was there before is still used"
                ])
    }

    @Test("an authority that is added to the file is trusted from the next connection on")
    func newAuthority() async throws {
        let service = ExpectedPeer(services: [try DomainName(TestSite.service)])
        let other = try TestSite("next authority")
        let echo = try await EchoServer.start(raw: other.issue().rawContext(isServer: true))
        let client = try MutualTLS(credentials: holder.credentials, policy: PeerIdentityPolicy(trust: site.trust))
        #expect(try await Exchange.fault(port: echo.port, client, for: service) != nil)
        try site.folder.write("ca.pem", site.folder.read("ca.pem") + "\n" + other.folder.read("ca.pem"))
        #expect(try await Exchange.fault(port: echo.port, client, for: service) == nil)
    }

    @Test("who takes connections without a certificate is told so")
    func serverWithoutCertificate() throws {
        let tls = try MutualTLS(credentials: nil, policy: PeerIdentityPolicy(trust: site.trust))
        #expect(throws: IdentityFault.noCredentials) { try tls.serverHandlers() }
    }
}
