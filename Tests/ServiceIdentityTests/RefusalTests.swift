import DNSCore
import NIOCore
import NIOPosix
import NIOSSL
import PeerServers
import Testing

@testable import ServiceIdentity

/// Each refusal is one clear error, on both sides, before a byte of the application has passed.
@Suite struct RefusalTests {
    let site: TestSite
    let other: TestSite
    let service: ExpectedPeer
    let client: TestSite.Holder

    init() throws {
        site = try TestSite()
        other = try TestSite("another authority")
        service = ExpectedPeer(services: [try DomainName(TestSite.service)])
        client = try site.issue("backup.svc.internal.", hosts: [], uses: [.client])
    }

    private func tls(
        _ holder: TestSite.Holder?, _ name: PeerIdentityPolicy.NameRule = .service,
        pins: Set<CertificatePin> = [], trust: PeerIdentityPolicy.Trust? = nil, minimum: TLSVersion = .tlsv13
    ) throws -> MutualTLS {
        try MutualTLS(
            credentials: holder?.credentials,
            policy: PeerIdentityPolicy(trust: trust ?? site.trust, name: name, pins: pins), minimumVersion: minimum)
    }

    // MARK: - What a client says of a server

    /// What our client says of a server that shows this, and is glad of anybody.
    private func judged(_ server: TestSite.Holder, by tls: MutualTLS, for peer: ExpectedPeer) async throws
        -> IdentityFault?
    {
        let context = try server.rawContext(isServer: true)
        let server = try await EchoServer.start(raw: context)
        let fault = try await Exchange.fault(port: server.port, tls, for: peer)
        #expect(server.lines.isEmpty == (fault != nil), "nothing is said to a stranger")
        return fault
    }

    @Test("a server with the service's name, from the authority, is who it should be")
    func rightServer() async throws {
        #expect(try await judged(site.issue(hosts: []), by: tls(client), for: service) == nil)
        let inCapitals = ExpectedPeer(services: [try DomainName("_HTTP._TCP.Web.SVC.Internal.")])
        #expect(try await judged(site.issue(hosts: []), by: tls(client), for: inCapitals) == nil)
        let instance = ExpectedPeer(services: [try DomainName("One._http._tcp.web.svc.internal.")])
        #expect(try await judged(site.issue(hosts: []), by: tls(client), for: instance) == nil)
    }

    @Test("by policy the host's name or address will do")
    func rightHost() async throws {
        let host = ExpectedPeer(service: try DomainName(TestSite.service), target: try DomainName("H1.internal."))
        let server = try site.issue("h1.internal.", hosts: ["127.0.0.1"])
        #expect(try await judged(server, by: tls(client, .host), for: host) == nil)
        #expect(try await judged(server, by: tls(client, .serviceOrHost), for: host) == nil)
        #expect(try await judged(server, by: tls(client, .host), for: ExpectedPeer(hosts: ["127.0.0.1"])) == nil)
        #expect(
            try await judged(server, by: tls(client), for: host)
                == .wrongName(
                    expected: ["_http.web.svc.internal", "web.svc.internal"], found: ["h1.internal", "127.0.0.1"]))
    }

    @Test("a server of another service is not the one that was meant")
    func wrongName() async throws {
        let fault = try await judged(site.issue("_ftp._tcp.files.svc.internal."), by: tls(client), for: service)
        #expect(
            fault?.description
                == "the other side's certificate is not for _http.web.svc.internal or web.svc.internal, but for "
                + "_ftp.files.svc.internal, files.svc.internal, h1.internal, 127.0.0.1")
    }

    @Test("a server that another authority vouches for is not trusted")
    func otherAuthority() async throws {
        let server = try other.issue()
        let fault = try await judged(server, by: tls(client), for: service)
        #expect(fault == .untrusted(issuer: "CN=another authority", pin: server.pin))
        let third = try TestSite()
        let namesake = try third.issue()
        #expect(
            try await judged(namesake, by: tls(client), for: service)
                == .untrusted(issuer: "CN=test authority", pin: namesake.pin), "a name can be borrowed, not a key")
        #expect(
            try await judged(site.issue(), by: tls(client, trust: .system), for: service)?.isUntrusted == true)
    }

    @Test("a certificate out of its time is told from one that is not trusted")
    func outOfTime() async throws {
        let expired = try site.issue(validity: TestSite.expired)
        #expect(
            try await judged(expired, by: tls(client), for: service) == .expired(at: TestSite.expired.upperBound))
        let early = try site.issue(validity: TestSite.early)
        #expect(
            try await judged(early, by: tls(client), for: service) == .notYetValid(from: TestSite.early.lowerBound))
        let strange = try other.issue(validity: TestSite.expired)
        #expect(try await judged(strange, by: tls(client), for: service)?.isUntrusted == true)
    }

    @Test("an authority that is out of its time is named")
    func authorityOutOfTime() async throws {
        let old = try TestSite("old authority", validity: TestSite.expired)
        let server = try old.issue()
        let fault = try await judged(server, by: tls(client, trust: old.trust), for: service)
        // What it issues ends when it does itself.
        #expect(fault == .expired(at: TestSite.expired.upperBound))
    }

    @Test("a key other than the pinned one is told, whoever vouches for it")
    func wrongPin() async throws {
        let server = try site.issue()
        let stranger = try site.issue().pin
        #expect(
            try await judged(server, by: tls(client, pins: [stranger]), for: service) == .wrongPin(found: server.pin))
        let inRecords = ExpectedPeer(services: service.services, pins: [stranger])
        #expect(try await judged(server, by: tls(client), for: inRecords) == .wrongPin(found: server.pin))
    }

    @Test("one of several pinned keys is enough, for whatever name, time and authority")
    func pins() async throws {
        let stranger = try site.issue().pin
        let old = try other.issue("elsewhere.internal.", validity: TestSite.expired)
        let pinned = ExpectedPeer(services: service.services, pins: [stranger, old.pin])
        #expect(try await judged(old, by: tls(client, trust: .pinsOnly), for: pinned) == nil)
        #expect(try await judged(old, by: tls(client, pins: [old.pin], trust: .pinsOnly), for: service) == nil)
        #expect(
            try await judged(old, by: tls(client, pins: [stranger], trust: .pinsOnly), for: pinned)
                == .wrongPin(found: old.pin), "no record makes more of what was pinned here")
        #expect(
            try await judged(site.issue(), by: tls(client), for: pinned)?.isWrongPin == true,
            "a pin is asked for beside the authority")
    }

    @Test("a certificate for clients makes no server")
    func wrongUse() async throws {
        let server = try site.issue(uses: [.client])
        #expect(try await judged(server, by: tls(client), for: service) == .wrongUse(.server))
    }

    @Test("a client that expects nobody connects to nobody")
    func nobodyExpected() throws {
        #expect(throws: IdentityFault.noExpectedName) { try tls(client).clientHandlers(for: .anyone) }
        #expect(throws: IdentityFault.noPins) { try tls(client, trust: .pinsOnly).clientHandlers(for: service) }
    }

    @Test("a server that knows only TLS 1.2 is too old, unless that is allowed")
    func oldServer() async throws {
        let context = try site.issue().rawContext(isServer: true, maximumVersion: .tlsv12)
        let server = try await EchoServer.start(raw: context)
        #expect(try await Exchange.fault(port: server.port, tls(client), for: service) == .oldTLS)
        #expect(try await Exchange.fault(port: server.port, tls(client, minimum: .tlsv12), for: service) == nil)
    }

    @Test("a server that speaks no TLS is told from one that is not trusted")
    func noTLS() async throws {
        for greeting in ["220 smtp.internal ESMTP\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "-ERR unknown command\r\n"]
        {
            let plain = try await EchoServer.start { [Greeting(greeting)] }
            #expect(try await Exchange.fault(port: plain.port, tls(client), for: service) == .notTLS, "\(greeting)")
        }
        let curt = try await EchoServer.start { [Greeting(nil)] }
        #expect(try await Exchange.fault(port: curt.port, tls(client), for: service) == .closed)
    }

    @Test("who says nothing is not waited for for ever, on either side")
    func silence() async throws {
        let policy = PeerIdentityPolicy(trust: site.trust)
        let hasty = try MutualTLS(credentials: client.credentials, policy: policy, patience: .milliseconds(50))
        let mute = try await EchoServer.start { [Greeting("")] }
        #expect(try await Exchange.fault(port: mute.port, hasty, for: service) == .silent)
        let server = try await EchoServer.start(hasty)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: server.port).get()
        try await channel.closeFuture.get()
        #expect(server.fault == .silent)
    }

    // MARK: - What a server says of a client, and the client hears of it

    private struct Ends: Equatable {
        var server: IdentityFault?
        var client: IdentityFault?
    }

    /// Our server and our client, each with what it has.
    private func ends(
        server: MutualTLS, letting peers: ExpectedPeer = .anyone, client: MutualTLS
    ) async throws -> Ends {
        let server = try await EchoServer.start(server, for: peers)
        let clientFault = try await Exchange.fault(port: server.port, client, for: service)
        try await until { server.fault != nil || server.lines == [Exchange.line] }
        #expect(server.lines.isEmpty == (server.fault != nil), "nothing is heard of a stranger")
        return Ends(server: server.fault, client: clientFault)
    }

    @Test("both know each other: what is said arrives, and the server knows who said it")
    func bothKnown() async throws {
        let server = try await EchoServer.start(tls(site.issue()))
        #expect(try await Exchange.with(port: server.port, tls(client), for: service) == Exchange.line)
        #expect(server.peers.map(\.hosts) == [["backup.svc.internal"]])
        #expect(server.faults.isEmpty)
    }

    @Test("a client without a certificate is refused, and is told what it lacks")
    func clientWithoutCertificate() async throws {
        let ends = try await ends(server: tls(site.issue()), client: tls(nil))
        #expect(ends == Ends(server: .noCertificate, client: .certificateRequired))
        #expect(
            ends.client?.description == "the other side wants a certificate of ours, and we have shown none: give one")
    }

    @Test("a client that has much to say at once is told all the same")
    func talkativeClient() async throws {
        let server = try await EchoServer.start(tls(site.issue()))
        let text = String(repeating: "much to say ", count: 1 << 19)
        for _ in 0..<10 {
            #expect(
                try await Exchange.fault(port: server.port, tls(nil), for: service, saying: text)
                    == .certificateRequired)
        }
        #expect(server.lines.isEmpty)
    }

    @Test("a client from another authority is refused, and is told whose certificate was not taken")
    func clientOfAnotherAuthority() async throws {
        let stranger = try other.issue("backup.svc.internal.", hosts: [])
        let ends = try await ends(server: tls(site.issue()), client: tls(stranger))
        #expect(
            ends
                == Ends(
                    server: .untrusted(issuer: "CN=another authority", pin: stranger.pin),
                    client: .refused(.unsaid, ownIssuer: "CN=another authority")))
    }

    @Test("only those clients are let in that are on the list")
    func clientsByName() async throws {
        let list = ExpectedPeer(services: [
            try DomainName("backup.svc.internal."), try DomainName("_http._tcp.api.svc.internal."),
        ])
        let server = try tls(site.issue())
        #expect(try await ends(server: server, letting: list, client: tls(client)) == Ends())
        let api = try site.issue("_http._tcp.api.svc.internal.")
        #expect(try await ends(server: server, letting: list, client: tls(api)) == Ends())
        let ends = try await ends(server: server, letting: list, client: tls(site.issue("_x._tcp.y.svc.internal.")))
        #expect(
            ends.server
                == .wrongName(
                    expected: ["backup.svc.internal", "_http.api.svc.internal", "api.svc.internal"],
                    found: ["_x.y.svc.internal", "y.svc.internal", "h1.internal", "127.0.0.1"]))
        #expect(ends.client == .refused(.unsaid, ownIssuer: "CN=test authority"))
        let byHost = try tls(site.issue(), .host)
        #expect(
            try await self.ends(server: byHost, letting: list, client: tls(client)).server == .noExpectedName,
            "a list that the policy does not look at lets nobody in")
    }

    @Test("a server may know its clients by their keys alone")
    func clientsByPin() async throws {
        let stranger = try other.issue("backup.svc.internal.", hosts: [])
        let server = try tls(site.issue(), pins: [stranger.pin], trust: .pinsOnly)
        #expect(try await ends(server: server, client: tls(stranger)) == Ends())
        #expect(try await ends(server: server, client: tls(client)).server == .wrongPin(found: client.pin))
    }

    @Test("a client whose certificate is out of its time, or a server's, is refused")
    func badClients() async throws {
        let server = try await EchoServer.start(tls(site.issue()))
        let cases: [(TestSite.Holder, IdentityFault)] = [
            (try site.issue(validity: TestSite.expired), .expired(at: TestSite.expired.upperBound)),
            (try site.issue(validity: TestSite.early), .notYetValid(from: TestSite.early.lowerBound)),
            (try site.issue(uses: [.server]), .wrongUse(.client)),
        ]
        for (index, (holder, expected)) in cases.enumerated() {
            let context = try holder.rawContext(isServer: false)
            await #expect(throws: (any Error).self) {
                try await Exchange.with(port: server.port) {
                    [try NIOSSLClientHandler(context: context, serverHostname: nil)]
                }
            }
            try await until { server.faults.compactMap { $0 as? IdentityFault }.count > index }
            #expect(server.faults.compactMap { $0 as? IdentityFault }[index] == expected)
        }
        #expect(server.lines.isEmpty)
    }

    @Test("a client whose certificate ran out while it was running is told why it is refused")
    func expiredMeanwhile() async throws {
        let holder = try site.issue(validity: TestSite.expired)
        let credentials = try Credentials(
            certificateFile: holder.certificateFile, keyFile: holder.keyFile, at: TestSite.expired.lowerBound)
        let client = try MutualTLS(credentials: credentials, policy: PeerIdentityPolicy(trust: site.trust))
        #expect(client.concerns.map { $0.hasPrefix("\(holder.certificateFile) expired on 20") } == [true])
        #expect(
            try await ends(server: tls(site.issue()), client: client)
                == Ends(
                    server: .expired(at: TestSite.expired.upperBound),
                    client: .refused(.expired, ownIssuer: "CN=test authority")))
    }

    @Test("a client that knows only TLS 1.2, or no TLS at all, is told so by the server's log")
    func oldClients() async throws {
        let server = try await EchoServer.start(tls(site.issue()))
        let context = try client.rawContext(isServer: false, maximumVersion: .tlsv12)
        await #expect(throws: (any Error).self) {
            try await Exchange.with(port: server.port) {
                [try NIOSSLClientHandler(context: context, serverHostname: nil)]
            }
        }
        try await until { server.fault != nil }
        #expect(server.fault == .oldTLS)
        let another = try await EchoServer.start(tls(site.issue()))
        #expect(try await Exchange.with(port: another.port) { [] } != Exchange.line)
        try await until { another.fault != nil }
        #expect(another.fault == .notTLS)
    }
}

extension IdentityFault {
    fileprivate var isUntrusted: Bool { if case .untrusted = self { true } else { false } }
    fileprivate var isWrongPin: Bool { if case .wrongPin = self { true } else { false } }
}
