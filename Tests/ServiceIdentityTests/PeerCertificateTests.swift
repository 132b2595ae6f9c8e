import DNSCore
import NIOSSL
import PeerServers
import Testing

@testable import ServiceIdentity

/// What is read out of a certificate, also of one that somebody has made up to break us.
@Suite struct PeerCertificateTests {
    @Test("all that openssl writes into a certificate is read", .needs(programs: "openssl"))
    func foreignCertificate() async throws {
        let folder = try TemporaryFolder()
        let names =
            "otherName:1.3.6.1.5.5.7.8.7;IA5STRING:_http.web.svc.internal,DNS:web.svc.internal,DNS:*.svc.internal,"
            + "IP:127.0.0.1,IP:2001:db8::1,email:a@b.example,URI:http://web.svc.internal/"
        let result = try await Tool.run(
            "openssl",
            [
                "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=not.a.name/O=Site", "-newkey", "rsa:2048",
                "-addext", "subjectAltName=\(names)", "-addext", "extendedKeyUsage=clientAuth", "-set_serial",
                "0x1234abcd", "-keyout", "\(folder.path)/key", "-out", "\(folder.path)/pem",
            ])
        try #require(result.succeeded, "\(result.output)")
        let certificate = try PeerCertificate(file: "\(folder.path)/pem")
        #expect(certificate.services == ["_http.web.svc.internal"])
        #expect(certificate.hosts == ["web.svc.internal", "*.svc.internal"])
        #expect(certificate.addresses.map(\.description) == ["127.0.0.1", "2001:db8::1"])
        #expect(certificate.uses == [.client])
        #expect(certificate.serial == "1234ABCD")
        #expect(certificate.subject.contains("CN=not.a.name"))
        #expect(certificate.issuer == certificate.subject)
        #expect(certificate.notAfter - certificate.notBefore == 2 * 86_400)
        #expect(certificate.isValid(at: TestSite.now + 60))
        #expect(try await certificate.pin == Self.pin(of: "\(folder.path)/pem", folder))
    }

    /// As openssl(1) computes it.
    static func pin(of file: String, _ folder: TemporaryFolder) async throws -> CertificatePin? {
        let command =
            "openssl x509 -in \(file) -noout -pubkey | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary "
            + "| openssl base64"
        let result = try await Tool.run("sh", ["-c", command])
        return CertificatePin(String(result.output.filter { !$0.isWhitespace }))
    }

    @Test("keys of every kind that TLS is spoken with are pinned", .needs(programs: "openssl"))
    func kindsOfKeys() async throws {
        let folder = try TemporaryFolder()
        for kind in ["ec -pkeyopt ec_paramgen_curve:P-256", "ec -pkeyopt ec_paramgen_curve:P-384", "ed25519"] {
            let file = "\(folder.path)/pem"
            let arguments =
                ["req", "-x509", "-nodes", "-subj", "/CN=x", "-newkey"] + kind.split(separator: " ").map(String.init)
            let made = try await Tool.run("openssl", arguments + ["-keyout", "\(folder.path)/key", "-out", file])
            try #require(made.succeeded, "\(made.output)")
            #expect(try await PeerCertificate(file: file).pin == Self.pin(of: file, folder), "\(kind)")
        }
    }

    @Test("what a certificate says can be shown in a line, whatever stands in it")
    func shownSafely() {
        #expect(PresentedName.host("a\u{1B}[2J\nb").description == "a?[2J?b")
        #expect(PresentedName.host(String(repeating: "x", count: 1000)).description.utf8.count == 256)
        #expect(printable("é\u{202E}", limit: 10).utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }

    /// The same mistakes in every run.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test("no bytes at all stop the program: they are a certificate, or none")
    func hostileBytes() async throws {
        let site = try TestSite()
        let leaf = try site.issue()
        let bytes = try #require(try NIOSSLCertificate.fromPEMFile(leaf.certificateFile).first).toDERBytes()
        #expect(try PeerCertificate(der: bytes) == leaf.certificate)
        let judge = try PeerJudge(PeerIdentityPolicy(trust: site.trust))
        let expected = ExpectedPeer(services: [try DomainName(TestSite.service)])
        var generator = Seeded(state: 42)
        var readable = 0
        for round in 0..<4000 {
            var mutant = bytes
            switch round % 4 {
            case 0:
                mutant = (0..<Int.random(in: 0..<300, using: &generator)).map { _ in
                    .random(in: 0...255, using: &generator)
                }
            case 1: mutant.removeLast(Int.random(in: 1..<mutant.count, using: &generator))
            case 2:
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    mutant[Int.random(in: 0..<mutant.count, using: &generator)] = .random(
                        in: 0...255, using: &generator)
                }
            default:
                // Lengths and tags are what goes wrong.
                let place = Int.random(in: 0..<mutant.count, using: &generator)
                mutant[place] = [0x00, 0x1F, 0x7F, 0x80, 0x82, 0x84, 0x88, 0xFF].randomElement(using: &generator) ?? 0
            }
            guard mutant != bytes, let peer = try? PeerCertificate(der: mutant) else { continue }
            readable += 1
            let fault = await judge.fault(of: [peer], as: expected, in: .server, at: TestSite.now)
            #expect(fault != nil, "a certificate that was changed is not what was signed")
        }
        #expect(readable > 100, "some changes leave it readable")
    }
}
