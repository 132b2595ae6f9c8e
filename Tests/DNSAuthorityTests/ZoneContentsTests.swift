import DNSCore
import Testing

@testable import DNSAuthority

@Suite("A zone's contents")
struct ZoneContentsTests {
    private let apex = name("z.test")

    private func record(_ text: String) throws -> ResourceRecord { try DNSAuthorityTests.record(text, in: apex) }

    @Test("names above a record exist, without records, until it is gone")
    func emptyNonTerminals() throws {
        var zone = ZoneContents(apex: apex)
        zone.insert(try record("@ 60 SOA ns h 1 2 3 4 5"))
        let deep = try record("a.b._x._tcp 60 A 127.0.0.1")
        zone.insert(deep)
        #expect(zone.rrsets(at: name("_tcp.z.test"))?.isEmpty == true)
        #expect(zone.rrsets(at: name("B._X._tcp.z.test"))?.isEmpty == true)
        #expect(zone.rrsets(at: name("c.z.test")) == nil)
        zone.insert(try record("_x._tcp 60 A 127.0.0.2"))
        zone.remove(deep)
        #expect(zone.rrsets(at: name("b._x._tcp.z.test")) == nil)
        #expect(zone.rrsets(at: name("_tcp.z.test"))?.isEmpty == true)
        zone.remove(.a, at: name("_x._tcp.z.test"))
        #expect(zone.rrsets(at: name("_tcp.z.test")) == nil)
        #expect(zone.recordCount == 1 && zone.nameCount == 1)
    }

    @Test("the case of letters makes no other name and no other record")
    func caseInsensitive() throws {
        var zone = ZoneContents(apex: apex)
        zone.insert(try record("_x._tcp 60 SRV 0 0 1 Host"))
        zone.insert(try record("_X._TCP 90 SRV 0 0 1 hOST"))
        #expect(zone.recordCount == 1)
        let rrset = try #require(zone.rrset(.srv, at: name("_x._tcp.Z.test")))
        #expect(rrset.ttl == 90)
        #expect("\(rrset.data[0])" == "0 0 1 Host.z.test.")
    }

    @Test("it knows how many zone cuts it has")
    func delegations() throws {
        var zone = ZoneContents(apex: apex)
        zone.insert(try record("@ 60 NS ns"))
        #expect(zone.delegationCount == 0)
        let servers = [try record("child 60 NS ns"), try record("child 60 NS ns.child")]
        for server in servers { zone.insert(server) }
        zone.insert(try record("b.child 60 NS ns"))
        #expect(zone.delegationCount == 2)
        zone.remove(servers[0])
        #expect(zone.delegationCount == 2)
        zone.remove(servers[1])
        #expect(zone.delegationCount == 1)
        zone.remove(.ns, at: name("b.child.z.test"))
        zone.remove(.ns, at: apex)
        #expect(zone.delegationCount == 0)
    }

    @Test("whatever comes and goes, it is what a plain list of the records is")
    func randomChanges() throws {
        var random = SeededGenerator(state: 7)
        var zone = ZoneContents(apex: apex)
        var model: Set<ResourceRecord> = []
        let labels = ["a", "b", "a.b", "c.a.b", "_x._tcp", "i._x._tcp", "d.d.d"]
        for _ in 0..<4000 {
            let owner = labels.randomElement(using: &random) ?? "a"
            let type = Bool.random(using: &random) ? "A 127.0.0.\(Int.random(in: 1...4, using: &random))" : "TXT x"
            let record = try record("\(owner) 60 \(type)")
            if Bool.random(using: &random) {
                zone.insert(record)
                model.insert(record)
            } else {
                zone.remove(record)
                model.remove(record)
            }
            #expect(zone.recordCount == model.count)
        }
        var found: Set<ResourceRecord> = []
        zone.forEachName { name, rrsets in
            for rrset in rrsets {
                for data in rrset.data { found.insert(ResourceRecord(name: name, ttl: rrset.ttl, data: data)) }
            }
        }
        #expect(found == model)
        #expect(zone.nameCount == Set(model.map(\.name)).count)
        for label in labels + ["d.d", "d", "_tcp", "x"] {
            let name = try DomainName(label, origin: apex)
            let exists = model.contains { $0.name.isEqualOrBelow(name) }
            #expect((zone.rrsets(at: name) != nil) == exists, "\(name)")
        }
    }

    @Test("a snapshot stays as it was")
    func snapshot() throws {
        var zone = ZoneContents(apex: apex)
        zone.insert(try record("a 60 A 127.0.0.1"))
        let before = zone
        zone.remove(.a, at: name("a.z.test"))
        #expect(before.rrset(.a, at: name("a.z.test")) != nil)
        #expect(zone.rrsets(at: name("a.z.test")) == nil)
    }

    @Test("history leads from every version that it has to the newest, and forgets what is cut off")
    func history() throws {
        var history = ZoneHistory()
        for serial in UInt32(1)...5 {
            history.append(
                ZoneChange(
                    from: Serial(rawValue: serial), to: Serial(rawValue: serial + 1), deletions: [], additions: []))
        }
        #expect(history.changes(since: Serial(rawValue: 3))?.map(\.from.rawValue) == [3, 4, 5])
        #expect(history.changes(since: Serial(rawValue: 6)) == nil)
        history.append(
            ZoneChange(from: Serial(rawValue: 9), to: Serial(rawValue: 10), deletions: [], additions: []))
        #expect(history.changes(since: Serial(rawValue: 3)) == nil)
        #expect(history.changes(since: Serial(rawValue: 9))?.count == 1)
    }
}
