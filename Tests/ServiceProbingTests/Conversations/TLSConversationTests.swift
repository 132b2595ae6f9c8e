import DNSCore
import Glibc
import PeerServers
import ServiceCatalog
import Testing

@testable import ServiceProbing

/// `openssl s_server` with a certificate that openssl has made and signed with its own key.
final class OpenSSLServer: Sendable {
    let port: UInt16
    let pin: CertificatePin
    private let process: ChildProcess
    private let folder: TemporaryFolder

    /// - Parameters:
    ///   - names: as subjectAltName has them.
    ///   - answers: whether it answers HTTP, with 200 to everything.
    init(names: String = "DNS:web.svc.test", days: Int = 90, answers: Bool = false, _ options: String...) async throws {
        folder = try TemporaryFolder()
        let (key, certificate) = ("\(folder.path)/key", "\(folder.path)/certificate")
        try folder.write(
            "request",
            "[req]\ndistinguished_name=dn\nx509_extensions=e\nprompt=no\n[dn]\nCN=test\n[e]\nsubjectAltName=\(names)\n")
        try await Self.openssl([
            "req", "-x509", "-nodes", "-days", "\(days)", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-config", "\(folder.path)/request", "-keyout", key, "-out", certificate,
        ])
        try await Self.openssl([
            "pkey", "-in", key, "-pubout", "-outform", "der", "-out", "\(folder.path)/public",
        ])
        let hexadecimal = try await Self.openssl(["dgst", "-sha256", "-r", "\(folder.path)/public"]).prefix(64)
        let digits = Array(hexadecimal)
        pin = try #require(
            CertificatePin(
                digest: stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }))
        let program = try #require(Tool.path(of: "openssl"))
        process = try ChildProcess(
            [program, "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key]
                + [answers ? "-www" : "-rev"] + options,
            output: "\(folder.path)/log")
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while !folder.read("log").contains("ACCEPT 127.0.0.1:"), process.isRunning, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        let found = folder.read("log").firstMatch(of: #/ACCEPT 127\.0\.0\.1:(\d+)/#)
        port = try #require(found.flatMap { UInt16($0.1) }, "\(folder.read("log"))")
    }

    @discardableResult
    private static func openssl(_ arguments: [String]) async throws -> String {
        let result = try await Tool.run("openssl", arguments)
        guard result.succeeded else { throw PeerError.cannotStart("openssl: \(result.output)") }
        return result.output
    }
}

@Suite("Services in TLS are asked for their certificate", .timeLimit(.minutes(1)), .needs(programs: "openssl"))
struct TLSConversationTests {
    private var now: Timestamp { WallClock().now }

    @Test("a handshake is the answer; key, names and times are what openssl says")
    func handshake() async throws {
        let server = try await OpenSSLServer(names: "DNS:web.svc.test,IP:127.0.0.1")
        let report = try await report(of: server.port, .tls)
        #expect(report.observation.failure == .none)
        #expect(report.observation.phases.tls > 0)
        #expect(report.observation.phases.firstByte == 0)
        let certificate = try #require(report.evidence?.certificate)
        #expect(certificate.pin == server.pin)
        #expect(certificate.names == ["web.svc.test", "127.0.0.1"])
        #expect(certificate.isForService)
        let days = certificate.notAfter.duration(since: now) / .seconds(86_400)
        #expect((89...90.1).contains(days))
        #expect(certificate.notBefore <= now)
    }

    @Test("whom it is for: the service's name, or the host's; and nobody else")
    func names() async throws {
        let service = try await OpenSSLServer(names: "DNS:svc.test")
        #expect(try await report(of: service.port, .tls).evidence?.certificate?.isForService == true)
        let identifier = try await OpenSSLServer(names: "otherName:1.3.6.1.5.5.7.8.7;IA5STRING:_x.svc.test")
        #expect(try await report(of: identifier.port, .tls).evidence?.certificate?.isForService == true)
        let other = try await OpenSSLServer(names: "DNS:evil.test")
        #expect(try await report(of: other.port, .tls).evidence?.certificate?.isForService == false)
    }

    @Test("old servers can still be looked at", arguments: ["-tls1_2", "-tls1_3"])
    func versions(option: String) async throws {
        let server = try await OpenSSLServer(option)
        #expect(try await report(of: server.port, .tls).evidence?.certificate?.pin == server.pin)
    }

    @Test("one that asks for a client's certificate is there, and has shown its own")
    func mutual() async throws {
        let server = try await OpenSSLServer("-Verify", "1", "-verify_return_error")
        let report = try await report(of: server.port, .tls)
        #expect(report.observation.failure == .none)
        #expect(report.evidence?.certificate?.pin == server.pin)
    }

    @Test("HTTP within TLS: every part is timed")
    func https() async throws {
        let server = try await OpenSSLServer(answers: true)
        let report = try await report(of: server.port, .https)
        #expect(report.observation.failure == .none)
        #expect(report.evidence?.httpStatus == 200)
        #expect(report.evidence?.certificate?.pin == server.pin)
        let phases = report.observation.phases
        #expect(phases.connect > 0 && phases.tls > 0 && phases.firstByte > 0)
    }

    @Test("what does not speak TLS is told, with no word of a certificate")
    func notTLS() async throws {
        let web = try TalkingServer { caller in
            caller.say("HTTP/1.1 400 Bad Request\r\n\r\n")
            caller.waitForEnd()
        }
        let report = try await report(of: web.port, .tls)
        #expect(report.observation.failure == .noTLS)
        #expect(report.evidence?.certificate == nil)
        let closing = try TalkingServer { _ in }
        #expect(try await ServiceProbingTests.report(of: closing.port, .https).observation.failure == .noTLS)
    }

    @Test("who says nothing during the handshake is not waited for longer than others")
    func silent() async throws {
        let server = try TalkingServer { $0.waitForEnd() }
        let report = try await report(of: server.port, .tls, timeout: .milliseconds(150))
        #expect(report.observation.failure == .timedOut)
    }

    @Test("a certificate without measure is not read to its end")
    func huge() async throws {
        let names = (0..<9000).map { "DNS:\($0).a-rather-long-name.svc.test" }.joined(separator: ",")
        let server = try await OpenSSLServer(names: names)
        let report = try await report(of: server.port, .tls)
        #expect(report.observation.failure == .noTLS)
    }

    @Test("of many names a few are kept")
    func manyNames() async throws {
        let names = (0..<200).map { "DNS:\($0).svc.test" }.joined(separator: ",")
        let server = try await OpenSSLServer(names: names)
        #expect(try await report(of: server.port, .tls).evidence?.certificate?.names.count == 16)
    }
}
