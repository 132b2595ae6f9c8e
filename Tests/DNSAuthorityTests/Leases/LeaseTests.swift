import DNSCore
import Testing

@testable import DNSAuthority

@Suite("Leases: what is not renewed goes (RFC 9664)")
struct LeaseTests {
    private let place: StorePlace

    init() throws { place = try StorePlace() }

    private func queue() async throws -> UpdateQueue {
        var settings = UpdateSettings()
        settings.leases.grace = 0
        return try await place.queue(settings: settings)
    }

    private func lines() throws -> [String] {
        var zone = try TestZone()
        zone.contents = try place.zone.contents
        return zone.lines
    }

    /// What the zone of leases says, as TXT data.
    private func told(_ owner: String) throws -> [String] {
        try place.leaseZone.contents.rrset(.txt, at: name("\(owner)._lease.z.test"))?.data.map { "\($0)" }.sorted()
            ?? []
    }

    private func option(_ bytes: [UInt8]) throws -> LeaseOption? {
        try LeaseOption(EDNS(options: [EDNSOption(code: 10, data: []), EDNSOption(code: 2, data: bytes)]))
    }

    @Test("the option has four bytes or eight, and is answered in the same form")
    func forms() throws {
        #expect(try option([0, 0, 1, 0]) == LeaseOption(lease: 256))
        #expect(try option([0, 0, 1, 0, 0, 1, 0, 0]) == LeaseOption(lease: 256, keyLease: 65536))
        for length in [0, 1, 3, 5, 7, 9] {
            let refusal = #expect(throws: UpdateRefusal.self) { try option(Array(repeating: 0, count: length)) }
            #expect(refusal?.code == .formatError)
        }
        #expect(try LeaseOption(EDNS()) == nil)
        #expect(try LeaseOption(nil) == nil)
        #expect(LeaseOption(lease: 256).option == EDNSOption(code: 2, data: [0, 0, 1, 0]))
        #expect(LeaseOption(lease: 256, keyLease: 1).option == EDNSOption(code: 2, data: [0, 0, 1, 0, 0, 0, 0, 1]))
    }

    @Test("granted is what is asked for, within bounds")
    func bounds() {
        let policy = LeasePolicy()
        #expect(policy.granted(LeaseOption(lease: 0)) == LeaseOption(lease: 30))
        #expect(policy.granted(LeaseOption(lease: 600)) == LeaseOption(lease: 600))
        #expect(
            policy.granted(LeaseOption(lease: .max, keyLease: .max)) == LeaseOption(lease: 7200, keyLease: 604_800))
    }

    @Test("what is not renewed goes by an update like any other; what is renewed stays, without another serial")
    func expiry() async throws {
        let queue = try await queue()
        let lease = LeaseOption(lease: 60)
        #expect(try await queue.update("add a 60 TXT t", lease: lease).lease == lease)
        #expect(try await queue.update("add b 60 TXT t", lease: lease).code == .noError)
        #expect(try await queue.update("add c 60 TXT t").lease == nil)
        place.advance(50)
        let renewed = try await queue.update("add b 60 TXT t", lease: lease)
        #expect(renewed == UpdateAnswer(code: .noError, lease: lease))
        place.advance(9)
        await queue.sweepLeases()
        #expect(try lines().count == 3)
        place.advance(1)
        await queue.sweepLeases()
        #expect(try lines() == ["b 60 TXT \"t\"", "c 60 TXT \"t\""])
        #expect(try place.zone.contents.serial == Serial(rawValue: 5))
        #expect(try place.zone.history.changes(since: Serial(rawValue: 4))?.first?.deletions.count == 2)
        #expect(place.announcements.last == "z.test. 5")
        place.advance(1000)
        await queue.sweepLeases()
        #expect(try lines() == ["c 60 TXT \"t\""])
        #expect(await queue.statistics.leasesEnded == 2)
    }

    @Test("one record of an RRset goes, and the others stay")
    func singleRecord() async throws {
        let queue = try await queue()
        _ = try await queue.update("add s 60 SRV 0 0 1 h", lease: LeaseOption(lease: 60))
        _ = try await queue.update("add s 60 SRV 0 0 2 h", lease: LeaseOption(lease: 90))
        _ = try await queue.update("add s 60 SRV 0 0 3 h")
        place.advance(60)
        await queue.sweepLeases()
        #expect(try lines() == ["s 60 SRV 0 0 2 h.z.test.", "s 60 SRV 0 0 3 h.z.test."])
    }

    @Test("a KEY record has the longer lease")
    func keyLease() async throws {
        let queue = try await queue()
        let lease = LeaseOption(lease: 60, keyLease: 600)
        #expect(
            try await queue.update("add a 60 KEY 512 3 8 AQAB", "add a 60 TXT t", lease: lease).lease == lease)
        place.advance(60)
        await queue.sweepLeases()
        #expect(try lines() == ["a 60 KEY 512 3 8 AQAB"])
        place.advance(540)
        await queue.sweepLeases()
        #expect(try lines().isEmpty)
    }

    @Test("a deleted record has no lease, by whatever form it was deleted, and one that comes again without one stays")
    func deletion() async throws {
        let queue = try await queue()
        let lease = LeaseOption(lease: 60)
        for change in ["delete a", "delete a TXT", "delete a TXT t"] {
            _ = try await queue.update("add a 60 TXT t", lease: lease)
            #expect(try told("a").count == 1)
            _ = try await queue.update(change, "add a 60 TXT t")
            #expect(try told("a").isEmpty, "\(change)")
            place.advance(100)
            await queue.sweepLeases()
            #expect(try lines() == ["a 60 TXT \"t\""])
        }
        _ = try await queue.update("delete a", "add a 60 CNAME b", lease: lease)
        _ = try await queue.update("add a 60 CNAME c")
        #expect(try told("a").isEmpty)
        // What was passed over has no lease either.
        _ = try await queue.update("add a 60 TXT t", lease: lease)
        #expect(try told("a").isEmpty)
    }

    @Test("an update without a lease leaves the one that a record has")
    func kept() async throws {
        let queue = try await queue()
        _ = try await queue.update("add a 60 TXT t", lease: LeaseOption(lease: 60))
        _ = try await queue.update("add a 90 TXT t")
        #expect(try told("a").count == 1)
        place.advance(60)
        await queue.sweepLeases()
        #expect(try lines().isEmpty)
    }

    @Test("what a prerequisite refuses has renewed nothing")
    func refused() async throws {
        let queue = try await queue()
        _ = try await queue.update("add a 60 TXT t", lease: LeaseOption(lease: 60))
        let refused = try await queue.update("prereq nxdomain a", "add a 60 TXT t", lease: LeaseOption(lease: 600))
        #expect(refused.code == .yxDomain && refused.lease == nil)
        #expect(try told("a") == [#""record=TXT \"t\"" "expires=1000060" "granted=60""#])
    }

    @Test("leases are told by a zone of their own, whose serial goes up with each change")
    func told() async throws {
        let queue = try await queue()
        #expect(try place.leaseZone.contents.serial == Serial(rawValue: 1))
        #expect(try place.leaseZone.contents.rrset(.ns, at: name("_lease.z.test")) != nil)
        _ = try await queue.update(
            "add _x._tcp 60 SRV 10 60 8080 web1", "add _x._tcp 60 TXT t", key: "_x._tcp.z.test",
            lease: LeaseOption(lease: 600))
        #expect(
            try told("_x._tcp") == [
                #""record=SRV 10 60 8080 web1.z.test." "expires=1000600" "granted=600" "key=_x._tcp.z.test.""#,
                #""record=TXT \"t\"" "expires=1000600" "granted=600" "key=_x._tcp.z.test.""#,
            ])
        #expect(try place.leaseZone.contents.serial == Serial(rawValue: 2))
        place.advance(10)
        let before = try place.leaseZone.contents
        _ = try await queue.update("add _x._tcp 60 TXT t", lease: LeaseOption(lease: 600))
        #expect(try told("_x._tcp").last == #""record=TXT \"t\"" "expires=1000610" "granted=600""#)
        let change = try #require(try place.leaseZone.history.changes(since: Serial(rawValue: 2))?.first)
        var replayed = before
        replayed.apply(change)
        #expect(try replayed.allRecords == place.leaseZone.contents.allRecords)
        _ = try await queue.update("add _x._tcp 60 TXT t", lease: LeaseOption(lease: 600))
        _ = try await queue.update("add other 60 TXT t")
        #expect(try place.leaseZone.contents.serial == Serial(rawValue: 3))
        _ = try await queue.update("add @ 60 TXT t", lease: LeaseOption(lease: 600))
        #expect(try place.leaseZone.contents.rrset(.txt, at: name("_lease.z.test")) != nil)
    }

    @Test("a sweeper does so by itself, until it is cancelled")
    func sweeper() async throws {
        let queue = try await queue()
        _ = try await queue.update("add a 60 TXT t", lease: LeaseOption(lease: 60))
        let sweeper = Task { await LeaseSweeper(queue).run(every: .milliseconds(1)) }
        #expect(try lines().count == 1)
        place.advance(60)
        try await until { try lines().isEmpty }
        sweeper.cancel()
        await sweeper.value
    }

    @Test("a server that starts again knows the leases, and gives everyone time to renew")
    func restart() async throws {
        do { _ = try await queue().update("add a 60 TXT t", lease: LeaseOption(lease: 60)) }
        place.advance(1000)
        place.registry.withdraw(name("z.test"))
        let queue = try await place.queue()
        await queue.sweepLeases()
        #expect(try lines() == ["a 60 TXT \"t\""])
        place.advance(UInt64(LeasePolicy().grace))
        await queue.sweepLeases()
        #expect(try lines().isEmpty)
    }

    @Test("what is granted after the start needs no such time")
    func grantedSince() async throws {
        let queue = try await place.queue()
        _ = try await queue.update("add a 60 TXT t", lease: LeaseOption(lease: 30))
        place.advance(30)
        await queue.sweepLeases()
        #expect(try lines().isEmpty)
    }

    @Test("thousands that end at once all go")
    func many() async throws {
        let queue = try await queue()
        for block in 0..<5 {
            let changes = (0..<500).map { "add n\(block * 500 + $0) 60 TXT t" }
            let request = try UpdateRequest(lines: changes, zone: name("z.test"))
            #expect(
                await queue.submit(request, permission: .everything, lease: LeaseOption(lease: 60)).code == .noError)
        }
        place.advance(60)
        await queue.sweepLeases()
        #expect(try lines().isEmpty)
        #expect(try place.leaseZone.contents.recordCount == 2)
        #expect(await queue.statistics.leasesEnded == 2500)
    }
}
