import DNSCore
import NIOCore
import PeerServers
import ServiceIdentity
import Testing

@testable import ServiceConnection

@Suite("Mutual TLS, by the name of the service that was looked up", .serialized)
struct TLSTests {
    private static let client = "someone.svc.test."

    /// A service that speaks TLS: a forwarder in front of one that does not.
    private func front(_ site: Site, as name: String = ServedZone.service, of echo: EchoService) throws
        -> RunningForwarder
    {
        try RunningForwarder(to: .local(echo.port), front: try site.tls(as: name))
    }

    private func connector(_ zone: ServedZone, _ tls: MutualTLS) -> Connector {
        Connector(zone.resolver, policy: RetryPolicy(deadline: .seconds(20), lookupLimit: 1), tls: tls)
    }

    private func firstWords(_ connection: EstablishedConnection) async throws -> String {
        let words = connection.channel.eventLoop.makePromise(of: String.self)
        defer { connection.channel.close(promise: nil) }
        do {
            try await connection.begin { try $0.pipeline.syncOperations.addHandler(FirstRead(words)) }
        } catch {
            words.fail(error)
        }
        return try await words.futureResult.get()
    }

    @Test("two forwarders give TLS to a client and a service that have none: whole, in order, and with its end")
    func bothEnds() async throws {
        let (zone, site, echo) = (try await ServedZone(), try Site(), try await EchoService())
        let front = try front(site, of: echo)
        try await zone.register("0 0 \(front.port) four")
        let back = try RunningForwarder(
            to: .service(try service()), resolver: zone.resolver, back: try site.tls(as: Self.client))
        let client = try RawSocket(port: back.port)
        let (count, isSame) = try await client.echo(blocks: 60)
        #expect(isSame)
        for running in [front, back] {
            try await until { running.counters.active == 0 }
            #expect(running.counters.bytesOut == UInt64(count) && running.counters.broken == 0)
            #expect(running.counters.bytesIn == UInt64(count) && running.counters.failed == 0)
            await running.end()
        }
        await zone.stop()
    }

    @Test("an instance that is somebody else has failed: the next one is tried, and the error names it")
    func impostor() async throws {
        let (zone, site, echo) = (try await ServedZone(), try Site(), try await EchoService(greeting: "hello"))
        let wrong = try front(site, as: "_http._tcp.other.svc.test.", of: echo)
        let right = try front(site, of: echo)
        let connector = connector(zone, try site.tls(as: Self.client))
        try await zone.register("1 0 \(wrong.port) four", "2 0 \(right.port) four")
        let connection = try await connector.connect(to: try service())
        #expect(connection.endpoint.port == right.port)
        #expect(try await firstWords(connection) == "hello")
        try await zone.register("1 0 \(wrong.port) four")
        let error = try #require(
            await #expect(throws: ConnectionError.self) { _ = try await connector.connect(to: try service()) })
        #expect(error.trail.attempts.count == 1)
        let line = error.description
        #expect(
            line.contains("four.svc.test at 127.0.0.1:\(wrong.port): the other side's certificate is not for"),
            "\(line)")
        for running in [wrong, right] { await running.end() }
        await zone.stop()
    }

    @Test("another authority's certificate, and no TLS at all, are told as what they are")
    func strangers() async throws {
        let (zone, site, echo) = (try await ServedZone(), try Site(), try await EchoService(greeting: "hello"))
        let stranger = try front(try Site(), of: echo)
        let connector = connector(zone, try site.tls(as: Self.client))
        for (port, reason) in [(stranger.port, "nobody trusted stands behind"), (echo.port, "does not speak TLS")] {
            try await zone.register("0 0 \(port) four")
            let error = try #require(
                await #expect(throws: ConnectionError.self) { _ = try await connector.connect(to: try service()) })
            #expect("\(error)".contains(reason), "\(error)")
        }
        await stranger.end()
        await zone.stop()
    }

    @Test("the key that the records name is enough, and any other is not", arguments: ["TXT", "TLSA"])
    func pins(kind: String) async throws {
        let (zone, site, echo) = (try await ServedZone(), try Site(), try await EchoService(greeting: "hello"))
        let credentials = try site.credentials(ServedZone.service)
        let front = try RunningForwarder(
            to: .local(echo.port),
            front: try MutualTLS(
                credentials: credentials, policy: PeerIdentityPolicy(trust: site.trust)))
        let connector = connector(zone, try site.pinning(as: Self.client))
        try await zone.register("0 0 \(front.port) four")
        func publish(_ pin: CertificatePin) async throws {
            if kind == "TXT" {
                try await zone.set("_http._tcp.web", .txt, "target=four.svc.test. port=\(front.port) pin=\(pin)")
            } else {
                try await zone.set("_\(front.port)._tcp.four", .tlsa, "\(pin.association)")
            }
        }
        let unpinned = try #require(
            await #expect(throws: ConnectionError.self) { _ = try await connector.connect(to: try service()) })
        #expect("\(unpinned)".contains("none is known"), "\(unpinned)")
        try await publish(credentials.certificate.pin)
        #expect(try await firstWords(try await connector.connect(to: try service())) == "hello")
        try await publish(try #require(CertificatePin(digest: [UInt8](repeating: 7, count: 32))))
        let wrong = try #require(
            await #expect(throws: ConnectionError.self) { _ = try await connector.connect(to: try service()) })
        #expect("\(wrong)".contains("the other side's key is not the pinned one"), "\(wrong)")
        await front.end()
        await zone.stop()
    }

    @Test("who cannot prove who he is is not let in, and never reaches the service")
    func unknownClient() async throws {
        let (zone, site, deaf) = (try await ServedZone(), try Site(), try Listener())
        let front = try RunningForwarder(to: .local(deaf.port), front: try site.tls(as: ServedZone.service))
        try await zone.register("0 0 \(front.port) four")
        // TLS 1.3: a client learns of it with its first read.
        let connection = try await connector(zone, try site.tls(as: nil)).connect(to: try service())
        await #expect(throws: IdentityFault.certificateRequired) { _ = try await firstWords(connection) }
        try await until { front.counters.failed == 1 && front.counters.active == 0 }
        #expect(front.notes.all.first?.hasPrefix("a client was not let in: ") == true, "\(front.notes.all)")
        #expect(!deaf.wasCalled)
        await front.end()
        await zone.stop()
    }
}
