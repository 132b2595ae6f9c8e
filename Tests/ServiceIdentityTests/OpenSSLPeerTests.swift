import DNSCore
import PeerServers
import Testing

@testable import ServiceIdentity

/// openssl(1) at the other end: what it shows and says is understood, and it understands what we do.
@Suite(.needs(programs: "openssl"))
struct OpenSSLPeerTests {
    let site: TestSite
    let other: TestSite
    let service: ExpectedPeer

    init() throws {
        site = try TestSite()
        other = try TestSite("another authority")
        service = ExpectedPeer(services: [try DomainName(TestSite.service)])
    }

    private func tls(
        _ holder: TestSite.Holder?, trust: PeerIdentityPolicy.Trust? = nil, pins: Set<CertificatePin> = []
    ) throws -> MutualTLS {
        try MutualTLS(
            credentials: holder?.credentials, policy: PeerIdentityPolicy(trust: trust ?? site.trust, pins: pins))
    }

    private func fault(_ server: OpenSSLServer, _ tls: MutualTLS) async throws -> IdentityFault? {
        try await Exchange.fault(port: server.port, tls, for: service)
    }

    // MARK: - openssl as the server

    @Test("a server that is who it should be is spoken to, and it sees who we are")
    func goodServer() async throws {
        let server = try await OpenSSLServer(site.issue(), trusting: site, ["-rev"])
        let heard = try await Exchange.with(port: server.port, tls(site.issue()), for: service)
        #expect(heard == "olleh\n")
        let pinned = try tls(site.issue(), trust: .pinsOnly, pins: [try site.issue().pin, server.holder.pin])
        #expect(try await fault(server, pinned) == nil)
    }

    @Test("a server that is not who it should be is not spoken to")
    func badServers() async throws {
        let cases: [(TestSite.Holder, IdentityFault)] = [
            (try site.issue(validity: TestSite.expired), .expired(at: TestSite.expired.upperBound)),
            (try site.issue(validity: TestSite.early), .notYetValid(from: TestSite.early.lowerBound)),
            (
                try site.issue("_x._tcp.y.svc.internal.", hosts: []),
                .wrongName(
                    expected: ["_http.web.svc.internal", "web.svc.internal"],
                    found: ["_x.y.svc.internal", "y.svc.internal"])
            ),
        ]
        for (holder, expected) in cases {
            let server = try await OpenSSLServer(holder, trusting: site, ["-rev"])
            #expect(try await fault(server, tls(site.issue())) == expected)
        }
        let stranger = try await OpenSSLServer(other.issue(), trusting: site, ["-rev"])
        #expect(
            try await fault(stranger, tls(site.issue()))
                == .untrusted(issuer: "CN=another authority", pin: stranger.holder.pin))
        let server = try await OpenSSLServer(site.issue(), trusting: site, ["-rev"])
        #expect(
            try await fault(server, tls(site.issue(), pins: [stranger.holder.pin]))
                == .wrongPin(found: server.holder.pin))
    }

    @Test("a server of TLS 1.2 is too old")
    func oldServer() async throws {
        let server = try await OpenSSLServer(site.issue(), trusting: site, ["-rev", "-tls1_2"])
        #expect(try await fault(server, tls(site.issue())) == .oldTLS)
    }

    @Test("what the server says of our certificate comes as one error, after its handshake")
    func alerts() async throws {
        let server = try await OpenSSLServer(site.issue(), trusting: site, ["-rev"])
        #expect(try await fault(server, tls(nil)) == .certificateRequired)
        let stranger = try other.issue()
        let fault = try await fault(server, tls(stranger))
        #expect(fault == .refused(.unknownAuthority, ownIssuer: "CN=another authority"))
        #expect(
            fault?.description
                == "the other side does not trust the authority behind our certificate, which is by CN=another authority"
        )
        // Our clock says that it is valid still, the server's that it is not.
        let expired = try site.issue(validity: TestSite.expired)
        let old = try Credentials(
            certificateFile: expired.certificateFile, keyFile: expired.keyFile, at: TestSite.expired.lowerBound)
        let late = try MutualTLS(credentials: old, policy: PeerIdentityPolicy(trust: site.trust))
        #expect(try await self.fault(server, late) == .refused(.expired, ownIssuer: "CN=test authority"))
    }

    @Test("certificates of an authority with others below it work the same, whatever their keys")
    func longerChain() async throws {
        let folder = try TemporaryFolder()
        let script = """
            set -e
            cd '\(folder.path)'
            openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj '/CN=root' -keyout root.key -out root.pem
            for name in middle leaf; do
                openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -subj "/CN=$name" -keyout $name.key -out $name.csr
            done
            printf 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign' > middle.ext
            printf 'subjectAltName=DNS:*.svc.internal' > leaf.ext
            openssl x509 -req -in middle.csr -CA root.pem -CAkey root.key -CAcreateserial -days 9 -extfile middle.ext -out middle.pem
            openssl x509 -req -in leaf.csr -CA middle.pem -CAkey middle.key -CAcreateserial -days 9 -extfile leaf.ext -out leaf.pem
            cat leaf.pem middle.pem > chain.pem
            """
        let made = try await Tool.run("bash", ["-c", script])
        try #require(made.succeeded, "\(made.output)")
        let path = folder.path
        let credentials = try Credentials(certificateFile: "\(path)/chain.pem", keyFile: "\(path)/leaf.key")
        let policy = PeerIdentityPolicy(trust: .authorities(files: ["\(path)/root.pem"]))
        let ours = try MutualTLS(credentials: credentials, policy: policy)
        let server = try await EchoServer.start(ours)
        #expect(try await Exchange.with(port: server.port, ours, for: service) == Exchange.line)
        // Without the one between, nothing leads to the root.
        let alone = try Credentials(certificateFile: "\(path)/leaf.pem", keyFile: "\(path)/leaf.key")
        let broken = try await EchoServer.start(MutualTLS(credentials: alone, policy: policy))
        #expect(
            try await Exchange.fault(port: broken.port, ours, for: service)
                == .untrusted(issuer: "CN=middle", pin: credentials.certificate.pin))
    }

    // MARK: - openssl as the client

    /// - Returns: What openssl printed.
    private func connect(
        _ server: EchoServer, as holder: TestSite.Holder?, _ arguments: [String] = []
    ) async throws -> String {
        let own = holder.map { ["-cert", $0.certificateFile, "-key", $0.keyFile] } ?? []
        return try await Tool.run(
            "openssl",
            [
                "s_client", "-connect", "127.0.0.1:\(server.port)", "-CAfile", site.authorityFile,
                "-verify_return_error",
                "-servername", "web.svc.internal", "-verify_hostname", "web.svc.internal", "-ign_eof",
            ] + own + arguments, input: Exchange.line
        ).output
    }

    @Test("a client that is known is heard, and trusts us")
    func goodClient() async throws {
        let server = try await EchoServer.start(tls(site.issue()))
        let output = try await connect(server, as: site.issue("backup.svc.internal.", uses: [.client]))
        #expect(server.lines == [Exchange.line])
        #expect(output.contains("Verify return code: 0 (ok)"), "\(output)")
        #expect(output.contains("TLSv1.3"))
        #expect(server.peers.map(\.hosts) == [["backup.svc.internal", "h1.internal"]])
        let pinned = try site.issue("backup.svc.internal.")
        let byPin = try await EchoServer.start(tls(site.issue(), trust: .pinsOnly, pins: [pinned.pin]))
        _ = try await connect(byPin, as: pinned)
        #expect(byPin.lines == [Exchange.line])
    }

    @Test("a client that is not known is not heard, and is told by an alert")
    func badClients() async throws {
        let cases: [(TestSite.Holder?, [String], IdentityFault, String)] = [
            (nil, [], .noCertificate, "certificate required"),
            (try site.issue(validity: TestSite.expired), [], .expired(at: TestSite.expired.upperBound), "certificate"),
            (try site.issue(uses: [.server]), [], .wrongUse(.client), "certificate"),
            (try site.issue(), ["-tls1_2"], .oldTLS, "protocol version"),
        ]
        for (holder, arguments, expected, alert) in cases {
            let server = try await EchoServer.start(tls(site.issue()))
            let output = try await connect(server, as: holder, arguments)
            try await until { server.fault != nil }
            #expect(server.fault == expected)
            #expect(server.lines.isEmpty)
            #expect(output.contains(alert), "\(output)")
        }
        let stranger = try other.issue()
        let server = try await EchoServer.start(tls(site.issue()))
        _ = try await connect(server, as: stranger)
        try await until { server.fault != nil }
        #expect(server.fault == .untrusted(issuer: "CN=another authority", pin: stranger.pin))
    }

    @Test("a session that is taken up again proves nothing: who comes without a certificate stays out")
    func resumedSession() async throws {
        let server = try await EchoServer.start(tls(site.issue()))
        let session = "\(site.folder.path)/session"
        let client = try site.issue("backup.svc.internal.")
        _ = try await connect(server, as: client, ["-sess_out", session])
        #expect(server.lines == [Exchange.line])
        _ = try await connect(server, as: nil, ["-sess_in", session])
        try await until { server.fault != nil || server.lines.count > 1 }
        #expect(server.lines.count == 1)
        #expect(server.fault == .noCertificate)
    }
}
