import DNSClient
import DNSCore
import Testing

@testable import DNSAuthority

@Suite("Leases and replays, at the whole server")
struct ServedLeaseTests {
    private let place: StorePlace
    private let zone = name("svc.test.")
    private let key: TSIGKey

    init() throws {
        place = try StorePlace()
        key = try TSIGKey.random(name("_x._tcp.svc.test."))
    }

    /// A server whose leases may be as short as a test is.
    private func start(
        secondary: FakeSecondary? = nil, log: AuthorityLog = AuthorityLog()
    ) async throws -> Authority {
        var configuration = AuthorityConfiguration(
            folder: place.path, zones: [zone], places: [SocketPlace(loopback, port: 0)])
        configuration.updates.leases = LeasePolicy(least: 1, grace: 0)
        configuration.secondaries = secondary.map { [Secondary(loopback, port: $0.port)] } ?? []
        let authority = try await Authority(configuration, log: log)
        try await authority.add(StoredKey(key, role: .owner))
        return authority
    }

    private func registration(_ port: UInt16) throws -> UpdateRequest {
        try UpdateRequest(lines: ["add _x._tcp 60 SRV 0 0 \(port) ns"], zone: zone)
    }

    private func server(_ authority: Authority) throws -> Server {
        Server(try ServerAddress(host: "127.0.0.1", port: authority.places[0].port), key: key)
    }

    private func serial(_ authority: Authority) throws -> Serial {
        try #require(authority.zones[zone]?.contents.serial)
    }

    @Test("a lease is granted in the answer; what is not renewed goes with a serial and a NOTIFY, the rest stays")
    func lease() async throws {
        let secondary = try await FakeSecondary { request, _ in [try request.acknowledgement()] }
        let authority = try await start(secondary: secondary)
        let client = DNSClient()
        let stays = try await client.update(registration(2), lease: LeaseOption(lease: 3600), at: server(authority))
        #expect(try LeaseOption(stays.edns) == LeaseOption(lease: 3600))
        let goes = try await client.update(registration(1), lease: LeaseOption(lease: 0), at: server(authority))
        #expect(goes.header.responseCode == .noError)
        #expect(try LeaseOption(goes.edns) == LeaseOption(lease: 1))
        let forever = try await client.update(registration(3), at: server(authority))
        #expect(try LeaseOption(forever.edns) == nil)
        let owner = name("_x._tcp.svc.test.")
        try await until { authority.zones[zone]?.contents.rrset(.srv, at: owner)?.data.count == 2 }
        let data = authority.zones[zone]?.contents.rrset(.srv, at: owner)?.data.map { "\($0)" }.sorted()
        #expect(data == ["0 0 2 ns.svc.test.", "0 0 3 ns.svc.test."])
        let last = try serial(authority)
        try await until {
            try secondary.received.contains { try FakeSecondary.Request(bytes: $0).serial == last }
        }
        await authority.stop()
    }

    @Test("a key is told of the leases at its own name, and of no others; without it nobody is")
    func ownLeases() async throws {
        let authority = try await start()
        let client = DNSClient()
        var server = try server(authority)
        _ = try await client.update(registration(1), lease: LeaseOption(lease: 3600), at: server)
        let own = try await client.query(name("_x._tcp._lease.svc.test."), .txt, at: server)
        #expect(own.answers.map { "\($0.data)" }.first?.contains("record=SRV 0 0 1 ns.svc.test.") == true)
        await #expect(throws: ClientError.responseCode(.refused)) {
            try await client.query(name("_y._tcp._lease.svc.test."), .txt, at: server)
        }
        server.key = nil
        await #expect(throws: ClientError.responseCode(.refused)) {
            try await client.query(name("_x._tcp._lease.svc.test."), .txt, at: server)
        }
        await authority.stop()
    }

    @Test(
        "dnspython asks for leases, and reads what is granted",
        .enabled(DNSPython.skipReason) { await DNSPython.isUsable })
    func dnspython() async throws {
        let authority = try await start()
        let owner = "_x._tcp.svc.test."
        let answers = try await DNSPython.run(
            script: "dnspython_lease.py", "\(authority.places[0].port)", owner, Base64.encode(key.secretBytes),
            lines: [
                "svc.test. \(owner) 600", "svc.test. \(owner) 600 86400", "svc.test. \(owner) 4294967295",
                "svc.test. \(owner)", "svc.test. other.svc.test. 600",
            ])
        #expect(answers == ["NOERROR 600", "NOERROR 600 86400", "NOERROR 7200", "NOERROR", "REFUSED"])
        await authority.stop()
    }

    @Test(
        "a signed update that comes again, its answer lost, gets the same answer; after another of its key it is NOTAUTH with BADTIME; neither changes anything"
    )
    func replay() async throws {
        let log = AuthorityLog()
        let authority = try await start(log: log)
        var bytes = try registration(1).message(id: 7).encoded()
        var exchange = TSIGExchange(key: key)
        try exchange.sign(&bytes, at: now())
        let client = try UDPClient(port: authority.places[0].port)
        // Sent once: a repetition is what is tested.
        func ask() throws -> [UInt8] {
            client.send(bytes)
            return try #require(client.receive(milliseconds: 10_000))
        }
        let first = try ask()
        #expect(try Message(decoding: first).header.responseCode == .noError)
        let before = try serial(authority)
        #expect(try ask() == first)
        #expect(try serial(authority) == before)
        var removal = try UpdateRequest(lines: ["delete _x._tcp"], zone: zone).message(id: 8).encoded()
        var other = TSIGExchange(key: key)
        try other.sign(&removal, at: now())
        #expect(try Message(decoding: client.ask(removal)).header.responseCode == .noError)
        let serial = try serial(authority)
        let second = try ask()
        #expect(try Message(decoding: second).header.responseCode == .notAuth)
        let error = #expect(throws: TSIGError.self) { try exchange.verify(second.span, at: now()) }
        guard case .rejected(let rejection) = error else { throw NeverHappened() }
        #expect(rejection.code == .badTime && rejection.isAuthentic && rejection.serverTime != nil)
        #expect(try self.serial(authority) == serial)
        #expect(authority.zones[zone]?.contents.rrset(.srv, at: name("_x._tcp.svc.test.")) == nil)
        #expect(log.counts.badSignatures == 1 && log.counts.updates == 2)
        await authority.stop()
    }
}
