import DNSCore
import PeerServers
import Testing

@testable import DNSClient

/// The client against the servers that it is made for.
struct PeerTests {
    let client = DNSClient()
    let apex: DomainName

    init() throws { apex = try DomainName("svc.test") }

    private static func key(_ key: PeerKey, secret: String? = nil) throws -> TSIGKey {
        let bytes = try #require(Base64.decode(secret ?? key.secret))
        return try TSIGKey(name: try DomainName(key.name), secret: bytes)
    }

    private func server(_ peer: PeerServer) throws -> Server {
        Server(
            try ServerAddress(host: "127.0.0.1", port: peer.port),
            key: try peer.configuration.key.map { try Self.key($0) })
    }

    /// Enough for a few messages of every server. One record a name: BIND takes no more than 100 of a type.
    private static let zone = PeerZone.simple(
        serial: 41,
        records: (1...3000).map { "_s\($0)._tcp SRV 0 0 \($0) host\($0 % 50)" }.joined(separator: "\n"))

    @Test(arguments: PeerSoftware.allCases.filter { $0.isInstalled || isContinuousIntegration }, [nil, PeerKey.test])
    func transfersAndQueries(software: PeerSoftware, key: PeerKey?) async throws {
        let peer = try await PeerServer.start(software, PeerConfiguration(Self.zone, key: key))
        let server = try server(peer)
        var sink = RecordingSink()
        let outcome = try await client.transfer(of: apex, from: server, into: &sink)
        #expect(outcome.committed?.serial == Serial(rawValue: 41))
        #expect(sink.committed?.serial == Serial(rawValue: 41))
        let ports = sink.added.compactMap { if case .srv(let srv) = $0.data { srv.port } else { nil } }
        #expect(ports.sorted() == (1...3000).map { UInt16($0) })
        #expect(sink.messages > 1)

        let answer = try await client.query(DomainName("_s7._tcp.svc.test"), .srv, at: server)
        #expect(answer.answers.map(\.type) == [.srv])
        #expect(
            try await client.query(DomainName("_none._tcp.svc.test"), .srv, at: server).header.responseCode
                == .nameError)
        #expect(client.counts.foreignAnswers == 0)
    }

    @Test(.needs(.bind, .knot, .nsd), arguments: [PeerSoftware.bind, .knot, .nsd])
    func listensOnBothFamilies(software: PeerSoftware) async throws {
        var configuration = PeerConfiguration(.simple())
        configuration.listensOnIPv6 = true
        let peer = try await PeerServer.start(software, configuration)
        for transport in [Server.Transport.datagrams, .streams] {
            let server = Server(try ServerAddress(host: "::1", port: peer.port), transport: transport)
            #expect(try await client.query(apex, .soa, at: server).answers.count == 1)
        }
    }

    @Test(.needs(.bind, .knot), .needs(programs: "nsupdate"), arguments: [PeerSoftware.bind, .knot])
    func takesOnlyTheDifferences(software: PeerSoftware) async throws {
        var configuration = PeerConfiguration(.simple(records: "old A 192.0.2.1"), key: .test)
        configuration.allowsUpdate = true
        let peer = try await PeerServer.start(software, configuration)
        let server = try server(peer)
        var first = RecordingSink()
        _ = try await client.transfer(of: apex, from: server, into: &first)
        let known = try #require(first.committed)

        let update = UpdateRequest(
            zone: apex, prerequisites: [.nameNotInUse(try DomainName("new.svc.test"))],
            changes: [
                .add(try DomainName("new.svc.test"), ttl: 60, .a(IPv4Address(rawValue: 7))),
                .deleteAll(try DomainName("old.svc.test")),
            ])
        #expect(try await client.update(update, at: server).header.responseCode == .noError)
        #expect(try await client.update(update, at: server).header.responseCode == .yxDomain)

        var second = RecordingSink()
        let outcome = try await client.transfer(of: apex, since: known, from: server, into: &second)
        guard case .incremental(known.serial, let soa) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(second.committed == soa)
        #expect(second.added.map(\.name.description) == ["new.svc.test."])
        #expect(second.removed.map(\.name.description) == ["old.svc.test."])
        var third = RecordingSink()
        #expect(try await client.transfer(of: apex, since: soa, from: server, into: &third) == .upToDate(soa))
    }

    // MARK: - What can be wrong

    private func transferError(_ peer: PeerServer, key: TSIGKey?, client: DNSClient = DNSClient()) async throws
        -> ClientError?
    {
        var server = try server(peer)
        server.key = key
        var sink = RecordingSink()
        do throws(ClientError) {
            _ = try await client.transfer(of: apex, from: server, into: &sink)
            return nil
        } catch {
            #expect(sink.committed == nil)
            return error
        }
    }

    @Test(arguments: PeerSoftware.allCases.filter { $0.isInstalled || isContinuousIntegration })
    func saysWhatIsWrongWithTheKey(software: PeerSoftware) async throws {
        let peer = try await PeerServer.start(software, PeerConfiguration(.simple(), key: .test))
        let stranger = PeerKey(name: "stranger.", secret: PeerKey.test.secret)
        let none = try await transferError(peer, key: nil)
        let unknown = try await transferError(peer, key: Self.key(stranger))
        let wrong = try await transferError(peer, key: Self.key(.test, secret: "bm90IHRoZSBzZWNyZXQ="))
        let ahead = DNSClient(clock: { secondsSince1970() + 3600 })
        let late = try await transferError(peer, key: Self.key(.test), client: ahead)

        // Without a key: the transfer is not allowed.
        #expect(none == .responseCode(.refused) || none == .responseCode(.notAuth), "\(String(describing: none))")
        switch software {
        case .bind, .knot, .nsd:
            #expect(rejection(unknown)?.code == .badKey, "\(String(describing: unknown))")
            #expect(rejection(wrong)?.code == .badSignature, "\(String(describing: wrong))")
            let clock = rejection(late)
            #expect(clock?.code == .badTime, "\(String(describing: late))")
            let serverTime = try #require(clock?.serverTime)
            #expect((3590...3610).contains((clock?.clientTime ?? 0) - serverTime))
        case .powerDNS, .powerDNSWithSQLite:
            // It says no without a signature, whatever the reason.
            for error in [unknown, wrong, late] {
                guard case .tsig(.unsignedAnswer(let code)) = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
                #expect([.refused, .notAuth].contains(code))
            }
        }
    }

    private func rejection(_ error: ClientError?) -> TSIGRejection? {
        guard case .tsig(.rejected(let rejection)) = error else { return nil }
        return rejection
    }

    @Test(arguments: PeerSoftware.allCases.filter { $0.isInstalled || isContinuousIntegration })
    func saysThatTransfersAreNotAllowed(software: PeerSoftware) async throws {
        var configuration = PeerConfiguration(.simple())
        configuration.allowsTransfer = false
        let peer = try await PeerServer.start(software, configuration)
        let error = try await transferError(peer, key: nil)
        #expect(error == .responseCode(.refused) || error == .responseCode(.notAuth), "\(String(describing: error))")
        #expect(try await client.query(apex, .soa, at: server(peer)).answers.count == 1)
    }

    @Test(.needs(.knot))
    func tellsAStoppedServerFromASilentOne() async throws {
        let peer = try await PeerServer.start(.knot, PeerConfiguration(.simple()))
        var server = try server(peer)
        peer.suspend()
        server.timeouts.answer = .milliseconds(350)
        // The signal takes a moment.
        while (try? await client.query(apex, .soa, at: server)) != nil {}
        await #expect(throws: ClientError.timedOut(.answering)) { try await client.query(apex, .soa, at: server) }
        peer.resume()
        server.timeouts.answer = .seconds(60)
        #expect(try await client.query(apex, .soa, at: server).answers.count == 1)
        await peer.stop()
        await #expect(throws: ClientError.connectionRefused) { try await client.query(apex, .soa, at: server) }
        server.transport = .streams
        await #expect(throws: ClientError.connectionRefused) { try await client.query(apex, .soa, at: server) }
    }

    // MARK: - TLS

    @Test(.needs(.bind))
    func speaksWithBINDOverTLS() async throws {
        var configuration = PeerConfiguration(.simple(records: "www A 192.0.2.1"), key: .test)
        configuration.servesTLS = true
        configuration.allowsUpdate = true
        let peer = try await PeerServer.start(.bind, configuration)
        var server = try server(peer)
        server.address.port = peer.tlsPort
        server.tls = TLSPolicy()
        // Its certificate is one that it has just made up; the error says which key to pin.
        let error = await #expect(throws: ClientError.self) { try await client.query(apex, .soa, at: server) }
        guard case .tls(.untrusted(let key)) = error, let key else {
            Issue.record("\(String(describing: error))")
            return
        }
        server.tls = .pinned([key])
        #expect(try await client.query(apex, .soa, at: server).answers.count == 1)
        var sink = RecordingSink()
        _ = try await client.transfer(of: apex, from: server, into: &sink)
        #expect(sink.added.contains { $0.name.description == "www.svc.test." })
        let update = UpdateRequest(
            zone: apex, changes: [.add(try DomainName("new.svc.test"), ttl: 60, .a(IPv4Address(rawValue: 7)))])
        #expect(try await client.update(update, at: server).header.responseCode == .noError)
    }
}
