import DNSCore
import PeerServers
import Testing

@testable import DNSAuthority

@Suite("named and knotd on what was exported for them", .needs(.bind, .knot), .needs(programs: "nsupdate", "dig"))
struct ExportedServerTests {
    private let fixture: ExportFixture

    init() throws { fixture = try ExportFixture() }

    @Test("serve the zones as they were", arguments: ExportedServer.Software.allCases)
    func zones(software: ExportedServer.Software) async throws {
        let server = try await ExportedServer.start(software, fixture.zones, fixture.keys)
        let folder = try TemporaryFolder()
        for zone in fixture.zones {
            let text = try await server.transfer(fixture.watcher, zone: "\(zone.apex)")
            // A transfer ends with the SOA that it has begun with.
            let lines = text.split(separator: "\n").filter { !$0.hasPrefix(";") }.dropLast()
            let path = try folder.write("z", lines.joined(separator: "\n"))
            #expect(try records(readZone("\(zone.apex)", path)) == records(zone))
        }
    }

    @Test("let the same keys transfer as before, and no others", arguments: ExportedServer.Software.allCases)
    func transfers(software: ExportedServer.Software) async throws {
        let server = try await ExportedServer.start(software, fixture.zones, fixture.keys)
        for key in [fixture.admin, fixture.watcher] {
            #expect(try await server.transfer(key).contains("_ipp._tcp.svc.test."), "\(key.name)")
        }
        for key in [fixture.service, fixture.instance, nil] {
            #expect(try await !server.transfer(key).contains("_ipp._tcp.svc.test."))
        }
        let open = try await ExportedServer.start(software, fixture.zones, fixture.keys) {
            $0.transferAddresses = [AddressRange("127.0.0.1/8")].compactMap { $0 }
        }
        #expect(try await open.transfer(nil).contains("_ipp._tcp.svc.test."))
    }

    @Test("let each key change what is its own", arguments: ExportedServer.Software.allCases)
    func ownUpdates(software: ExportedServer.Software) async throws {
        let server = try await ExportedServer.start(software, fixture.zones, fixture.keys)
        func expectDone(_ key: StoredKey, _ lines: String, zone: String = "svc.test.") async throws {
            let result = try await server.update(key, lines, zone: zone)
            #expect(result.succeeded, "\(key.name): \(result.output)\n\(server.log)")
        }
        let own = #"Caf\195\169\032\"Nord\"._ipp._tcp.svc.test."#
        try await expectDone(fixture.admin, "update add anything.svc.test. 60 TXT x")
        try await expectDone(fixture.admin, "update add svc.test. 60 NS ns.elsewhere.")
        try await expectDone(fixture.service, "update add _http._tcp.web.svc.test. 60 SRV 0 0 81 ns.svc.test.")
        try await expectDone(fixture.service, "update add i1._http._tcp.web.svc.test. 60 SRV 0 0 81 ns.svc.test.")
        try await expectDone(fixture.service, "update delete _http._tcp.web.svc.test.")
        try await expectDone(fixture.service, "update add h7.svc.test. 60 A 127.0.0.7")
        try await expectDone(fixture.service, "update add _80._tcp.h7.svc.test. 60 TLSA 3 1 1 00")
        try await expectDone(
            fixture.instance,
            """
            update add _ipp._tcp.svc.test. 60 PTR \(own)
            update add \(own) 60 SRV 0 0 631 ns.svc.test.
            update add \(own) 60 TXT "txtvers=1"
            """)
        try await expectDone(
            fixture.instance, "update delete \(own)\nupdate delete _ipp._tcp.svc.test. PTR \(own)")
        try await expectDone(fixture.host, "update add h9.svc.test. 60 A 127.0.0.9")
        try await expectDone(fixture.other, "update add _x._tcp.other.test. 60 TXT x", zone: "other.test.")
        #expect(try await server.transfer(fixture.watcher).contains("127.0.0.9"))
    }

    @Test("let no key change what is another's", arguments: ExportedServer.Software.allCases)
    func foreignUpdates(software: ExportedServer.Software) async throws {
        let server = try await ExportedServer.start(software, fixture.zones, fixture.keys)
        let before = try await server.transfer(fixture.watcher)
        func expectRefused(_ key: StoredKey?, _ line: String, zone: String = "svc.test.") async throws {
            let result = try await server.update(key, line, zone: zone)
            #expect(!result.succeeded, "\(key?.name.description ?? "no key"): \(line)")
            #expect(result.output.contains("REFUSED") || result.output.contains("NOTAUTH"), "\(result.output)")
        }
        try await expectRefused(fixture.service, "update add _http._tcp.svc.test. 60 SRV 0 0 81 ns.svc.test.")
        try await expectRefused(fixture.service, "update add web.svc.test. 60 TXT x")
        try await expectRefused(fixture.service, "update add h9.svc.test. 60 A 127.0.0.9")
        try await expectRefused(fixture.service, "update delete hall._ipp._tcp.svc.test.")
        try await expectRefused(fixture.instance, "update add hall._ipp._tcp.svc.test. 60 TXT x")
        try await expectRefused(fixture.instance, "update add x._ipp._tcp.svc.test. 60 TXT x")
        try await expectRefused(fixture.host, "update add h9.svc.test. 60 TXT x")
        try await expectRefused(fixture.host, "update add h8.svc.test. 60 A 127.0.0.9")
        try await expectRefused(fixture.watcher, "update add h9.svc.test. 60 A 127.0.0.9")
        try await expectRefused(fixture.other, "update add _x._tcp.svc.test. 60 TXT x")
        try await expectRefused(nil, "update add h9.svc.test. 60 A 127.0.0.9")
        if software == .bind {
            try await expectRefused(fixture.service, "update add _http._tcp.web.svc.test. 60 NS ns.svc.test.")
            try await expectRefused(
                fixture.service,
                "update add _http._tcp.web.svc.test. 60 DS 1 8 2 \(String(repeating: "AB", count: 32))")
            try await expectRefused(fixture.instance, "update add _ipp._tcp.svc.test. 60 TXT x")
        }
        #expect(try await server.transfer(fixture.watcher) == before)
    }

    @Test("of a key that is being rotated, the newer one works", arguments: ExportedServer.Software.allCases)
    func rotation(software: ExportedServer.Software) async throws {
        let old = ExportFixture.key("_r._tcp.svc.test.", .owner, 10, until: 2000)
        let new = ExportFixture.key("_r._tcp.svc.test.", .owner, 11, from: 900)
        let early = ExportFixture.key("_r._tcp.svc.test.", .owner, 12, from: 1001)
        let server = try await ExportedServer.start(software, fixture.zones, [new, old, early])
        #expect(try await server.update(new, "update add _r._tcp.svc.test. 60 TXT x").succeeded)
        #expect(try await !server.update(old, "update add _r._tcp.svc.test. 60 TXT y").succeeded)
        #expect(try await !server.update(early, "update add _r._tcp.svc.test. 60 TXT y").succeeded)
    }

    @Test("addresses may change without a key, where no key may", arguments: ExportedServer.Software.allCases)
    func unsigned(software: ExportedServer.Software) async throws {
        let server = try await ExportedServer.start(software, fixture.zones, [fixture.watcher]) {
            $0.updateAddresses = [AddressRange("127.0.0.0/8")].compactMap { $0 }
        }
        let result = try await server.update(nil, "update add h9.svc.test. 60 A 127.0.0.9")
        #expect(result.succeeded, "\(result.output)")
    }

    @Test("a service of more records than BIND takes by itself is served, and grows")
    func manyRecords() async throws {
        var zone = try ExportFixture.zone("svc.test.")
        for port in 1...150 { zone.insert(try record("_many._tcp 60 SRV 0 0 \(port) ns", in: zone.apex)) }
        let server = try await ExportedServer.start(.bind, [zone], fixture.keys)
        let line = "update add _many._tcp.svc.test. 60 SRV 0 0 151 ns.svc.test."
        let result = try await server.update(fixture.admin, line)
        #expect(result.succeeded, "\(result.output)")
    }

    @Test("a signature that is shortened is taken by BIND as it was")
    func truncated() async throws {
        let key = ExportFixture.key("_t._tcp.svc.test.", .owner, 20, macLength: 16)
        let server = try await ExportedServer.start(.bind, fixture.zones, [key])
        let result = try await server.update(key, "update add _t._tcp.svc.test. 60 TXT x")
        #expect(result.succeeded, "\(result.output)")
    }
}
