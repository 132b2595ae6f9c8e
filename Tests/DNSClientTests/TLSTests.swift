import DNSCore
import NIOSSL
import PeerServers
import Testing

@testable import DNSClient

/// Over TLS nothing is said to a server before it has proved what the policy asks for.
@Suite(.needs(programs: "openssl"))
struct TLSTests {
    let client = DNSClient()
    let name: DomainName
    let certificates: TestCertificates

    init() async throws {
        name = try DomainName("svc.test")
        certificates = try await TestCertificates()
    }

    private var authority: TLSPolicy.Trust { .authorities(file: certificates.authorityFile) }

    private func fake(_ identity: TestCertificates.Identity) async throws -> FakeServer {
        try await FakeServer.start(tls: try identity.context()) { [.message(try $0.answer())] }
    }

    /// What stops a query; it must not have been sent then.
    private func failure(_ fake: FakeServer, _ policy: TLSPolicy) async throws -> TLSFailure? {
        do throws(ClientError) {
            var server: Server?
            do { server = try fake.server(tls: policy) } catch { Issue.record("\(error)") }
            guard let server else { return nil }
            _ = try await client.query(name, .soa, at: server)
            return nil
        } catch {
            #expect(fake.received.isEmpty)
            guard case .tls(let failure) = error else {
                Issue.record("\(error)")
                return nil
            }
            return failure
        }
    }

    @Test(arguments: ["dns.test", "NS1.dns.test.", nil])
    func trustsAnAuthorityFile(authenticationName: String?) async throws {
        let fake = try await fake(certificates.issue())
        let policy = TLSPolicy(trust: authority, authenticationName: authenticationName)
        #expect(try await failure(fake, policy) == nil)
        #expect(fake.received.count == 1)
    }

    @Test func trustsAPinnedKeyAlone() async throws {
        let identity = try await certificates.issue()
        #expect(try await failure(fake(identity), .pinned([identity.pin])) == nil)
    }

    @Test func trustsAnyoneWhenToldTo() async throws {
        #expect(try await failure(fake(certificates.issue()), TLSPolicy(trust: .anyone)) == nil)
    }

    @Test func saysWhichKeyTheServerHasInsteadOfThePinnedOne() async throws {
        let identity = try await certificates.issue()
        let other = try #require(CertificatePin(digest: [UInt8](repeating: 7, count: 32)))
        let fake = try await fake(identity)
        #expect(try await failure(fake, .pinned([other])) == .wrongPin(found: identity.pin))
        let both = TLSPolicy(trust: authority, pins: [other], authenticationName: "dns.test")
        #expect(try await failure(fake, both) == .wrongPin(found: identity.pin), "the authority alone is not enough")
        #expect(identity.pin.description.count == 44)
        #expect(CertificatePin(identity.pin.description) == identity.pin)
    }

    @Test func saysWhichNamesTheCertificateHas() async throws {
        let policy = TLSPolicy(trust: authority, authenticationName: "other.test")
        let identity = try await certificates.issue(names: "DNS:dns.test,DNS:ns1.dns.test")
        let failure = try await failure(fake(identity), policy)
        #expect(failure == .wrongName(expected: "other.test", found: ["dns.test", "ns1.dns.test"]))
    }

    @Test func saysThatNobodyTrustedStandsBehindIt() async throws {
        let identity = try await certificates.issue()
        let failure = try await failure(fake(identity), TLSPolicy(authenticationName: "dns.test"))
        #expect(failure == .untrusted(key: identity.pin))
        #expect(failure?.description.contains(identity.pin.description) == true)
    }

    @Test func saysSinceWhenTheCertificateIsExpired() async throws {
        let identity = try await certificates.issue(days: -1)
        let fake = try await fake(identity)
        let failure = try await failure(fake, TLSPolicy(trust: authority, authenticationName: "dns.test"))
        guard case .expired = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(failure?.description.contains("expired on 20") == true)
        #expect(
            try await self.failure(fake, .pinned([identity.pin])) == nil, "a pin names the key, not the certificate")
    }

    @Test func saysThatTheServerDoesNotSpeakTLS() async throws {
        let fake = try await FakeServer.start { _ in [] }
        var server = try fake.server(tls: TLSPolicy(trust: .anyone))
        server.timeouts.connect = .seconds(1)
        await #expect(throws: ClientError.timedOut(.securing)) { try await client.query(name, .soa, at: server) }
        let talkative = try await TalkativeServer.start(greeting: "220 smtp.test ESMTP\r\n")
        let other = Server(talkative.address, tls: TLSPolicy(trust: .anyone))
        await #expect(throws: ClientError.tls(.notTLS)) { try await client.query(name, .soa, at: other) }
    }

    @Test func saysWhatIsWrongWithTheAuthorityFile() async throws {
        let fake = try await fake(certificates.issue())
        let missing = "\(certificates.authorityFile).missing"
        #expect(
            try await failure(fake, TLSPolicy(trust: .authorities(file: missing)))
                == .badAuthorities(file: missing, reason: "No such file or directory"))
        let empty = "/dev/null"
        #expect(
            try await failure(fake, TLSPolicy(trust: .authorities(file: empty)))
                == .badAuthorities(file: empty, reason: "holds no certificate in PEM form"))
    }

    @Test func asksForAPinWhereOnlyPinsAreTrusted() async throws {
        let fake = try await fake(certificates.issue())
        #expect(try await failure(fake, .pinned([])) == .noPins)
    }

    @Test func transfersOverTLS13Only() async throws {
        let identity = try await certificates.issue()
        for version in [TLSVersion.tlsv13, .tlsv12] {
            let fake = try await FakeServer.start(tls: try identity.context(maximumVersion: version)) {
                try ZoneStream.three.messages(answering: $0).map { .message($0) }
            }
            let server = try fake.server(tls: .pinned([identity.pin]))
            var sink = RecordingSink()
            do throws(ClientError) {
                _ = try await client.transfer(of: name, from: server, into: &sink)
                #expect(version == .tlsv13)
                #expect(sink.added == (try? ZoneStream.hosts(1...80)))
            } catch {
                #expect(version == .tlsv12)
                guard case .tls(.handshake(let reason)) = error else {
                    Issue.record("\(error)")
                    continue
                }
                #expect(reason.contains("protocol version"))
            }
        }
    }

    @Test(arguments: [FakeServer.Reply.close, .cut])
    func saysThatTheTransferWasCut(end: FakeServer.Reply) async throws {
        let identity = try await certificates.issue()
        let fake = try await FakeServer.start(tls: try identity.context()) {
            [.bytes(Array(try ZoneStream.three.bytes(answering: $0).prefix(900))), end]
        }
        let server = try fake.server(tls: .pinned([identity.pin]))
        var sink = RecordingSink()
        await #expect(throws: ClientError.closedEarly(bytes: 900)) {
            try await client.transfer(of: name, from: server, into: &sink)
        }
    }

    @Test func endsTheHandshakeWithItsTask() async throws {
        let fake = try await FakeServer.start { _ in [] }
        let server = try fake.server(tls: TLSPolicy(trust: .anyone))
        let query = Task { try await client.query(name, .soa, at: server) }
        try await until { fake.openConnections == 1 }
        query.cancel()
        await #expect(throws: ClientError.cancelled) { try await query.value }
        try await until { fake.openConnections == 0 }
    }
}
