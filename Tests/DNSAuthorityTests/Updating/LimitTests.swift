import DNSCore
import Testing

@testable import DNSAuthority

@Suite("A zone grows to its limits and no further; what is too large may shrink")
struct LimitTests {
    private func zone(_ limits: ZoneLimits, _ records: Int) throws -> TestZone {
        var zone = try TestZone()
        for index in 0..<records { zone.contents.insert(try record("r\(index) 60 TXT t", in: zone.apex)) }
        zone.limits = limits
        return zone
    }

    @Test("records in a zone")
    func records() throws {
        var zone = try zone(ZoneLimits(mostRecords: 5), 3)
        #expect(try zone.update("add x 60 TXT t") == .refused)
        #expect(try zone.update("add x 60 TXT t", "delete r0") == .noError)
        zone.limits.mostRecords = 2
        #expect(try zone.update("delete r1") == .noError)
        #expect(try zone.update("delete x TXT", "add y 60 TXT t") == .noError)
    }

    @Test("bytes in a zone")
    func bytes() throws {
        var zone = try zone(ZoneLimits(), 3)
        zone.limits.mostBytes = zone.contents.byteCount + 40
        let long = String(repeating: "x", count: 60)
        #expect(try zone.update("add x 60 TXT \(long)") == .refused)
        #expect(try zone.update("add x 60 TXT t") == .noError)
    }

    @Test("an RRset stays small enough for an answer")
    func rrset() throws {
        var zone = try zone(ZoneLimits(mostRRsetBytes: 100), 0)
        #expect(try zone.update("add x 60 TXT \(String(repeating: "x", count: 80))") == .noError)
        #expect(try zone.update("add x 60 TXT \(String(repeating: "y", count: 80))") == .refused)
        #expect(try zone.update("add x 60 TXT y", "delete x TXT \(String(repeating: "x", count: 80))") == .noError)
    }

    @Test("records and names of a key")
    func key() throws {
        var zone = try zone(ZoneLimits(mostNamesPerKey: 3), 3)
        let key = StoredKey(
            try TSIGKey(name: name("_x._tcp.z.test"), secret: [1]), role: .owner, mostRecords: 4)
        zone.permission = try #require(UpdatePermission(key))
        #expect(try zone.update("add _x._tcp 60 PTR a._x._tcp", "add a._x._tcp 60 TXT t") == .noError)
        #expect(
            try zone.update("add a._x._tcp 60 TXT u", "add a._x._tcp 60 TXT v", "add a._x._tcp 60 TXT w") == .refused)
        #expect(try zone.update("add a._x._tcp 60 TXT u", "add a._x._tcp 60 TXT v") == .noError)
        #expect(try zone.update("delete _x._tcp", "add b._x._tcp 60 TXT w") == .noError)
        #expect(try zone.update("delete a._x._tcp TXT t", "add c._x._tcp 60 TXT w") == .noError)
        #expect(try zone.update("delete a._x._tcp TXT u", "add d._x._tcp 60 TXT w") == .refused)
        #expect(try zone.update("delete a._x._tcp", "add d._x._tcp 60 TXT w") == .noError)
    }
}
