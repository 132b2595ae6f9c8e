import DNSCore
import Glibc
import PeerServers
import ServiceCatalog
import Testing

@testable import ServiceProbing

private func serve(
    names: String = "DNS:web.svc.test", days: Int = 90, answers: Bool = false, _ options: String...
) async throws -> OpenSSLServer {
    try await OpenSSLServer(try await SelfSigned(names: names, days: days), answers: answers, options)
}

extension OpenSSLServer {
    fileprivate var pin: CertificatePin? { CertificatePin(identity.pin) }
}

@Suite("Services in TLS are asked for their certificate", .timeLimit(.minutes(1)), .needs(programs: "openssl"))
struct TLSConversationTests {
    private var now: Timestamp { WallClock().now }

    @Test("a handshake is the answer; key, names and times are what openssl says")
    func handshake() async throws {
        let server = try await serve(names: "DNS:web.svc.test,IP:127.0.0.1")
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
        let service = try await serve(names: "DNS:svc.test")
        #expect(try await report(of: service.port, .tls).evidence?.certificate?.isForService == true)
        let identifier = try await serve(names: "otherName:1.3.6.1.5.5.7.8.7;IA5STRING:_x.svc.test")
        #expect(try await report(of: identifier.port, .tls).evidence?.certificate?.isForService == true)
        let other = try await serve(names: "DNS:evil.test")
        #expect(try await report(of: other.port, .tls).evidence?.certificate?.isForService == false)
    }

    @Test("old servers can still be looked at", arguments: ["-tls1_2", "-tls1_3"])
    func versions(option: String) async throws {
        let server = try await serve(option)
        #expect(try await report(of: server.port, .tls).evidence?.certificate?.pin == server.pin)
    }

    @Test("one that asks for a client's certificate is there, and has shown its own")
    func mutual() async throws {
        let server = try await serve("-Verify", "1", "-verify_return_error")
        let report = try await report(of: server.port, .tls)
        #expect(report.observation.failure == .none)
        #expect(report.evidence?.certificate?.pin == server.pin)
    }

    @Test("HTTP within TLS: every part is timed")
    func https() async throws {
        let server = try await serve(answers: true)
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
        let server = try await serve(names: names)
        let report = try await report(of: server.port, .tls)
        #expect(report.observation.failure == .noTLS)
    }

    @Test("whatever time a certificate names can be said")
    func times() {
        #expect(Timestamp(certificateTime: .min).description == "1970-01-01T00:00:00.000Z")
        #expect(Timestamp(certificateTime: 1_800_000_000).date == "2027-01-15")
        #expect(Timestamp(certificateTime: .max).date == "2255-03-14")
    }

    @Test("of many names a few are kept")
    func manyNames() async throws {
        let names = (0..<200).map { "DNS:\($0).svc.test" }.joined(separator: ",")
        let server = try await serve(names: names)
        #expect(try await report(of: server.port, .tls).evidence?.certificate?.names.count == 16)
    }
}
