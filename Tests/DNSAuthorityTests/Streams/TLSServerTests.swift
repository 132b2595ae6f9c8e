import DNSClient
import DNSCore
import Glibc
import PeerServers
import Testing

@testable import DNSAuthority

@Suite("Requests over TLS")
struct TLSServerTests {
    private func start(_ identity: TLSIdentity) async throws -> StreamServer {
        let zones = ZoneRegistry()
        zones.publish(try TransferZone.of(services: 2000))
        let desk = AnsweringDesk(zones: zones, key: nil)
        let server = StreamServer(
            listeners: [StreamListener(.address(loopback, port: 0), isTLS: true)], identity: identity
        ) { request, requester in requester.transport == .tls ? desk.reply(request, requester) : .nothing }
        try await server.start()
        return server
    }

    @Test("our own client knows the server by the pin of a certificate that was made at start")
    func pinned() async throws {
        let folder = try TemporaryFolder()
        let identity = try TLSIdentity(keptIn: folder.path, for: [loopback], at: now())
        let server = try await start(identity)
        let peer = Server(try ServerAddress(host: "127.0.0.1", port: server.ports[0]), tls: .pinned([identity.pin]))
        var sink = ReplicaSink()
        let outcome = try await DNSClient().transfer(of: TransferZone.apex, from: peer, into: &sink)
        #expect(outcome.committed?.serial == Serial(rawValue: 41))
        #expect(sink.records.count == 2007)
        await server.stop()
    }

    @Test("the pin stays over restarts, other addresses and renewals, and is gone with the key")
    func keptKey() throws {
        let folder = try TemporaryFolder()
        let seconds = now()
        let first = try TLSIdentity(keptIn: folder.path, for: [loopback], at: seconds)
        let certificate = folder.read("tls.pem")
        #expect(try TLSIdentity(keptIn: folder.path, for: [loopback], at: seconds).pin == first.pin)
        #expect(folder.read("tls.pem") == certificate)
        let elsewhere = IPAddress.v4(IPv4Address(rawValue: 0x7F00_0002))
        #expect(try TLSIdentity(keptIn: folder.path, for: [elsewhere], at: seconds).pin == first.pin)
        let moved = folder.read("tls.pem")
        #expect(moved != certificate)
        #expect(try TLSIdentity(keptIn: folder.path, for: [elsewhere], at: seconds + 300 * 86_400).pin == first.pin)
        #expect(folder.read("tls.pem") != moved)
        var status = stat()
        #expect(stat("\(folder.path)/tls.key", &status) == 0 && status.st_mode & 0o777 == 0o600)
        unlink("\(folder.path)/tls.key")
        #expect(try TLSIdentity(keptIn: folder.path, for: [elsewhere], at: seconds).pin != first.pin)
    }

    @Test("the certificate says what it is for, and holds for localhost and the addresses", .needs(programs: "openssl"))
    func contents() async throws {
        let folder = try TemporaryFolder()
        let identity = try TLSIdentity(
            keptIn: folder.path, for: [loopback, .v6(IPv6Address(high: 0, low: 1))], at: now())
        let server = try await start(identity)
        let shown = try await Tool.run(
            "openssl", ["s_client", "-connect", "127.0.0.1:\(server.ports[0])", "-alpn", "dot", "-showcerts"])
        #expect(shown.output.contains("ALPN protocol: dot"))
        let parts = shown.output.split(separator: "-----")
        let begin = try #require(parts.firstIndex(of: "BEGIN CERTIFICATE"))
        let file = try folder.write(
            "own.pem", "-----BEGIN CERTIFICATE-----\(parts[begin + 1])-----END CERTIFICATE-----\n")
        let text = try await Tool.run("openssl", ["x509", "-in", file, "-noout", "-text"]).output
        for words in [
            "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1", "CA:FALSE",
            "TLS Web Server Authentication",
            "NIST CURVE: P-256",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        for arguments in [["-verify_ip", "127.0.0.1"], ["-verify_ip", "::1"], ["-verify_hostname", "localhost"]] {
            let verified = try await Tool.run("openssl", ["verify", "-CAfile", file] + arguments + [file])
            #expect(verified.succeeded, "\(verified.output)")
        }
        #expect(try await !Tool.run("openssl", ["verify", "-CAfile", file, "-verify_ip", "127.0.0.2", file]).succeeded)
        await server.stop()
    }

    @Test("kdig asks over TLS, and knows the pin", .needs(programs: "kdig"))
    func kdig() async throws {
        let folder = try TemporaryFolder()
        let identity = try TLSIdentity(keptIn: folder.path, for: [loopback], at: now())
        let server = try await start(identity)
        let arguments = ["@127.0.0.1", "-p", "\(server.ports[0])", "+tls", "+tls-pin=\(identity.pin)"]
        let axfr = try await Tool.run("kdig", arguments + ["svc.test", "AXFR", "+short"])
        #expect(axfr.output.split(separator: "\n").count { $0.contains(".svc.test.") } >= 2000)
        let wrong = try await Tool.run(
            "kdig",
            [
                "@127.0.0.1", "-p", "\(server.ports[0])", "+tls", "+retry=0",
                "+tls-pin=\(Base64.encode(Array(repeating: 1, count: 32)))", "svc.test", "SOA", "+short",
            ])
        #expect(!wrong.output.contains("hostmaster"))
        await server.stop()
    }

    @Test("a certificate and a key in files; what is wrong with them is told", .needs(programs: "openssl"))
    func files() async throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b"] {
            let made = try await Tool.run(
                "openssl",
                [
                    "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=\(name)", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-keyout", "\(folder.path)/\(name).key", "-out",
                    "\(folder.path)/\(name).pem",
                ])
            #expect(made.succeeded)
        }
        let (certificate, key) = ("\(folder.path)/a.pem", "\(folder.path)/a.key")
        let server = try await start(try TLSIdentity(certificateFile: certificate, keyFile: key))
        await server.stop()
        #expect(throws: TLSIdentityError.unreadable(file: "\(folder.path)/c.pem", reason: "No such file or directory"))
        {
            try TLSIdentity(certificateFile: "\(folder.path)/c.pem", keyFile: key)
        }
        #expect(throws: TLSIdentityError.self) { try TLSIdentity(certificateFile: key, keyFile: key) }
        #expect(throws: TLSIdentityError.self) { try TLSIdentity(certificateFile: certificate, keyFile: certificate) }
        let mixed = try TLSIdentity(certificateFile: certificate, keyFile: "\(folder.path)/b.key")
        await #expect(throws: StreamServerError.badIdentity(.mismatch(file: certificate))) {
            try await self.start(mixed)
        }
    }
}
