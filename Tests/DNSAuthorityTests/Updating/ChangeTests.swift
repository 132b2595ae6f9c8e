import DNSCore
import Testing

@testable import DNSAuthority

@Suite("What an update changes (RFC 2136 section 3.4.2)")
struct ChangeTests {
    @Test("what is added is there, once, and the serial goes up by one")
    func add() throws {
        var zone = try TestZone()
        #expect(try zone.update("add a 60 A 127.0.0.1", "add a 60 A 127.0.0.2", "add A 60 A 127.0.0.1") == .noError)
        #expect(zone.lines == ["a 60 A 127.0.0.1", "a 60 A 127.0.0.2"])
        #expect(zone.serial == 2)
    }

    @Test("nothing changes: no other serial, and no change to tell of")
    func nothing() throws {
        var zone = try TestZone("a 60 A 127.0.0.1", "c 60 CNAME Host")
        #expect(try zone.update("add a 60 A 127.0.0.1") == .noError)
        #expect(try zone.update("delete b", "delete a TXT", "delete a A 127.0.0.2", "delete b A 127.0.0.1") == .noError)
        #expect(try zone.update("add b 60 A 127.0.0.1", "delete b") == .noError)
        #expect(try zone.update("delete a A", "add a 60 A 127.0.0.1") == .noError)
        #expect(try zone.update("add C 60 CNAME hOST") == .noError)
        #expect(try zone.update() == .noError)
        #expect(zone.change == nil && zone.serial == 1)
    }

    @Test("a record with another TTL gives it to all records of its type")
    func timeToLive() throws {
        var zone = try TestZone("a 60 A 127.0.0.1", "a 60 A 127.0.0.2", "a 60 TXT t")
        #expect(try zone.update("add a 90 A 127.0.0.2") == .noError)
        #expect(zone.lines == ["a 60 TXT \"t\"", "a 90 A 127.0.0.1", "a 90 A 127.0.0.2"])
        #expect(zone.change?.deletions.count == 3 && zone.change?.additions.count == 3)
        #expect(try zone.update("add a 30 A 127.0.0.3") == .noError)
        #expect(zone.lines == ["a 30 A 127.0.0.1", "a 30 A 127.0.0.2", "a 30 A 127.0.0.3", "a 60 TXT \"t\""])
    }

    @Test("each form of deletion")
    func delete() throws {
        var zone = try TestZone("a 60 A 127.0.0.1", "a 60 A 127.0.0.2", "a 60 TXT t", "a 60 TXT u", "b 60 TXT t")
        #expect(try zone.update("delete A A 127.0.0.1") == .noError)
        #expect(zone.lines == ["a 60 A 127.0.0.2", "a 60 TXT \"t\"", "a 60 TXT \"u\"", "b 60 TXT \"t\""])
        #expect(try zone.update("delete a TXT") == .noError)
        #expect(zone.lines == ["a 60 A 127.0.0.2", "b 60 TXT \"t\""])
        #expect(try zone.update("delete b") == .noError)
        #expect(zone.lines == ["a 60 A 127.0.0.2"])
        #expect(zone.serial == 4)
    }

    @Test("changes are carried out in the order of the message")
    func order() throws {
        var zone = try TestZone("a 60 A 127.0.0.1")
        #expect(try zone.update("delete a", "add a 60 TXT t", "delete a TXT", "add a 60 TXT u") == .noError)
        #expect(zone.lines == ["a 60 TXT \"u\""])
        #expect(try zone.update("add b 60 CNAME a", "add b 60 TXT t", "delete b", "add b 60 TXT u") == .noError)
        #expect(zone.lines == ["a 60 TXT \"u\"", "b 60 TXT \"u\""])
        #expect(zone.serial == 3)
    }

    @Test("a CNAME is alone at its name: what comes second is passed over, and another CNAME takes its place")
    func cname() throws {
        var zone = try TestZone("a 60 A 127.0.0.1", "c 60 CNAME a")
        #expect(try zone.update("add a 60 CNAME b", "add c 60 A 127.0.0.1") == .noError)
        #expect(zone.lines == ["a 60 A 127.0.0.1", "c 60 CNAME a.z.test."])
        #expect(zone.change == nil)
        #expect(try zone.update("add c 60 CNAME b") == .noError)
        #expect(zone.lines == ["a 60 A 127.0.0.1", "c 60 CNAME b.z.test."])
        #expect(try zone.update("add c 60 KEY 512 3 8 AQAB", "add @ 60 CNAME b") == .noError)
        #expect(zone.lines.count == 3)
        #expect(try zone.update("delete c CNAME", "add c 60 A 127.0.0.1") == .noError)
        #expect(zone.lines.contains("c 60 A 127.0.0.1"))
    }

    @Test("the apex keeps its SOA and its last NS")
    func apex() throws {
        var zone = try TestZone("@ 60 TXT t")
        let soa = try #require(zone.contents.rrset(.soa, at: zone.apex))
        #expect(
            try zone.update("delete @ SOA", "delete @ NS", "delete @ NS ns", "delete @ SOA \(soa.data[0])") == .noError)
        #expect(zone.change == nil)
        #expect(try zone.update("delete @") == .noError)
        #expect(zone.lines.isEmpty && zone.contents.rrset(.ns, at: zone.apex)?.count == 1 && zone.serial == 2)
        #expect(try zone.update("delete @ NS ns", "add @ 60 NS other", "delete @ NS ns") == .noError)
        #expect("\(try #require(zone.contents.rrset(.ns, at: zone.apex)).data)".contains("other"))
        #expect(try zone.update("delete @ NS other") == .noError)
        #expect(zone.contents.rrset(.ns, at: zone.apex)?.count == 1)
    }

    @Test("an NS below the apex goes like any other")
    func delegation() throws {
        var zone = try TestZone("sub 60 NS ns.sub")
        #expect(try zone.update("delete sub NS ns.sub") == .noError)
        #expect(zone.lines.isEmpty)
    }

    @Test(
        "an SOA is taken at the apex with a newer serial, and then the serial is that one",
        arguments: [
            (UInt32(1), UInt32(5), UInt32(5)), (5, 5, 5), (5, 4, 5), (1, 0x8000_0000, 0x8000_0000), (1, 0x8000_0001, 1),
            (0xFFFF_FFFF, 3, 3), (3, 0xFFFF_FFFF, 3),
        ])
    func soa(old: UInt32, new: UInt32, expected: UInt32) throws {
        var zone = try TestZone(serial: old)
        #expect(try zone.update("add @ 90 SOA other h \(new) 1 2 3 4", "add a 60 SOA other h 99 1 2 3 4") == .noError)
        #expect(zone.serial == expected)
        #expect(zone.contents.rrset(.soa, at: zone.apex)?.count == 1)
        #expect(zone.contents.rrset(.soa, at: zone.apex)?.ttl == (old == expected ? 60 : 90))
        #expect((zone.change != nil) == (old != expected))
    }

    @Test("of several SOAs each has to be newer than the one before")
    func severalSOAs() throws {
        var zone = try TestZone()
        #expect(
            try zone.update("add @ 60 SOA a h 9 1 2 3 4", "add @ 60 SOA b h 7 1 2 3 4", "add x 60 TXT t") == .noError)
        #expect(zone.serial == 9 && zone.contents.soa?.primary == name("a.z.test"))
        #expect(zone.lines == ["x 60 TXT \"t\""])
    }

    @Test(
        "the serial goes round, and 0 is passed over",
        arguments: [(UInt32(0x7FFF_FFFF), UInt32(0x8000_0000)), (0xFFFF_FFFF, 1), (0xFFFF_FFFE, 0xFFFF_FFFF), (0, 1)])
    func serial(old: UInt32, new: UInt32) throws {
        var zone = try TestZone(serial: old)
        #expect(try zone.update("add a 60 TXT t") == .noError)
        #expect(zone.serial == new)
        #expect(zone.change?.from.rawValue == old && zone.change?.to.rawValue == new)
        #expect(Serial(rawValue: new).isNewer(than: Serial(rawValue: old)))
    }

    @Test("a change leads from the zone before to the zone after, with the SOAs first")
    func change() throws {
        var zone = try TestZone("a 60 A 127.0.0.1", "a 60 A 127.0.0.2", "b 60 TXT t")
        let before = zone.contents
        #expect(
            try zone.update("delete a A 127.0.0.1", "add a 60 A 127.0.0.3", "delete b", "add c 60 TXT t") == .noError)
        let change = try #require(zone.change)
        #expect(change.deletions.first?.type == .soa && change.additions.first?.type == .soa)
        #expect(change.deletions.dropFirst().map(zone.line) == ["a 60 A 127.0.0.1", "b 60 TXT \"t\""])
        #expect(change.additions.dropFirst().map(zone.line) == ["a 60 A 127.0.0.3", "c 60 TXT \"t\""])
        var replayed = before
        replayed.apply(change)
        #expect(replayed.allRecords == zone.records)
    }
}
