import DNSCore
import ServiceCatalog
import Testing

@Suite("The catalog joins records into services and instances")
struct CatalogTests {
    static let zone = """
        @ 60 NS ns1
        ns1 60 A 127.0.0.1
        web1 60 A 127.0.0.2
        web1 60 AAAA ::1
        _http._tcp 30 SRV 0 10 8080 web1
        _http._tcp 30 SRV 10 0 8081 WEB1
        _http._tcp 30 PTR Front\\032desk._http._tcp
        Front\\032desk._http._tcp 30 SRV 0 0 8082 web1
        Front\\032desk._http._tcp 30 TXT "path=/x" "v=1"
        """

    @Test("an SRV owner is a service; DNS-SD instance names belong to the name that is browsed")
    func services() throws {
        let catalog = try Catalog.loaded(Self.zone)
        #expect(catalog.servicesByName.map { catalog.name(of: $0).description } == ["_http._tcp.svc.test."])
        #expect(
            catalog.lines == [
                "_http._tcp.svc.test. - 0 10 8080 web1.svc.test. 30 [\"127.0.0.2\", \"::1\"] []",
                "_http._tcp.svc.test. - 10 0 8081 WEB1.svc.test. 30 [\"127.0.0.2\", \"::1\"] []",
                "_http._tcp.svc.test. Front desk 0 0 8082 web1.svc.test. 30 [\"127.0.0.2\", \"::1\"] [\"path=/x|v=1\"]",
            ])
        #expect(catalog.recordCount == 9)
    }

    @Test("the case of every name is kept, and names match without it")
    func letterCase() throws {
        let catalog = try Catalog.loaded("WEB 60 A 127.0.0.9\n_Api._TCP 5 SRV 0 0 1 web\n_api._tcp 5 SRV 0 0 2 Web")
        #expect(catalog.serviceCount == 1)
        #expect(
            catalog.lines.map { $0.split(separator: " ").dropFirst(4).joined(separator: " ") } == [
                "1 web.svc.test. 5 [\"127.0.0.9\"] []", "2 Web.svc.test. 5 [\"127.0.0.9\"] []",
            ])
    }

    @Test("a second whole transfer changes only what is different, and records keep their numbers")
    func replacement() throws {
        let first = try Catalog.loaded(Self.zone)
        let (second, none) = try first.replaced(with: Self.zone, serial: 2)
        #expect(none.isEmpty && none.isReplacement)
        #expect(second.lines == first.lines)

        let (third, changes) = try second.replaced(
            with: Self.zone.replacing("8081 WEB1", "8083 web1").replacing("0 10 8080", "5 10 8080"), serial: 3)
        #expect(changes.added.count == 1 && changes.removed.count == 1 && changes.replaced.count == 1)
        let pair = try #require(changes.replaced.first)
        #expect(third.difference(pair.old, pair.new) == "priority 0 to 5")
        #expect(changes.removed.map { third.location(of: $0).port } == [8081])
        #expect(third.soa?.serial == Serial(rawValue: 3))
    }

    @Test("a difference is applied in place; what left is readable until it is reclaimed")
    func increment() throws {
        let first = try Catalog.loaded(Self.zone)
        let (second, changes) = try first.changed(
            removing: "_http._tcp 30 SRV 0 10 8080 web1\nweb1 60 A 127.0.0.2",
            adding: "web1 60 A 127.0.0.3\n_new._tcp 5 SRV 0 0 99 web1")
        let removed = try #require(changes.removed.first)
        #expect(second.instance(removed).port == 8080 && !second.isRegistered(removed))
        #expect(Set(changes.readdressed(in: second).map { second.location(of: $0).port }) == [8081, 8082, 99])
        #expect(
            second.servicesByName.map { second.name(of: $0).description } == [
                "_http._tcp.svc.test.", "_new._tcp.svc.test.",
            ])
        #expect(first.lines.count == 3 && second.lines.count == 3)

        var third = second
        third.reclaim([removed])
        let (fourth, _) = try third.changed(removing: "", adding: "_x._udp 5 SRV 0 0 7 web1", serial: 3)
        #expect(fourth.instanceCapacity == second.instanceCapacity)
    }

    @Test("removing what is not there, twice the same, and everything, leaves a whole catalog")
    func removals() throws {
        let first = try Catalog.loaded(Self.zone)
        let (same, none) = try first.changed(
            removing: "_none._tcp 1 SRV 0 0 1 web1", adding: "_http._tcp 30 SRV 0 10 8080 web1")
        #expect(none.isEmpty && same.lines == first.lines)
        let (empty, all) = try first.changed(removing: Self.zone, adding: "")
        #expect(all.removed.count == 3 && empty.instanceCount == 0 && empty.serviceCount == 0 && empty.recordCount == 0)
        let (again, back) = try empty.changed(removing: "", adding: Self.zone, serial: 3)
        #expect(back.added.count == 3 && again.lines == first.lines)
    }

    @Test("a TTL that alone is new is a change of the same record")
    func retimed() throws {
        let first = try Catalog.loaded(Self.zone)
        let (second, changes) = try first.replaced(with: Self.zone.replacing("30 SRV 0 10", "5 SRV 0 10"))
        #expect(changes.retimed.map { second.ttl(of: $0) } == [5])
        #expect(changes.added.isEmpty && changes.removed.isEmpty)
    }

    @Test("services stand in the order that people read, label by label from the left")
    func order() throws {
        let names = [
            "_b._tcp", "_a._udp", "_a._tcp", "_A-b._tcp", "_a._tcp.deep", "plain", "_averyveryverylongname2._tcp",
            "_averyveryverylongname1._tcp",
        ]
        let catalog = try Catalog.loaded(names.map { "\($0) 5 SRV 0 0 1 host" }.joined(separator: "\n"))
        #expect(
            catalog.servicesByName.map { catalog.name(of: $0).description(relativeTo: Catalog.origin) } == [
                "_a._tcp.deep", "_a._tcp", "_a._udp", "_A-b._tcp", "_averyveryverylongname1._tcp",
                "_averyveryverylongname2._tcp", "_b._tcp", "plain",
            ])
        let (more, _) = try catalog.changed(
            removing: "_a._udp 5 SRV 0 0 1 host", adding: "_aa._tcp 5 SRV 0 0 1 host\nzz 5 SRV 0 0 1 host")
        #expect(
            more.servicesByName.map { more.name(of: $0).description(relativeTo: Catalog.origin) } == [
                "_a._tcp.deep", "_a._tcp", "_A-b._tcp", "_aa._tcp", "_averyveryverylongname1._tcp",
                "_averyveryverylongname2._tcp", "_b._tcp", "plain", "zz",
            ])
    }

    @Test("a store full of names that are gone asks to be read anew")
    func worn() throws {
        var catalog = try Catalog.loaded("")
        #expect(!catalog.isWorn)
        for round in 0..<30 {
            let lines = (0..<10_000).map { "h\(round)-\($0) 5 A 127.0.0.1" }.joined(separator: "\n")
            catalog = try catalog.changed(removing: "", adding: lines).catalog
            catalog = try catalog.changed(removing: lines, adding: "").catalog
            if catalog.isWorn { break }
        }
        #expect(catalog.isWorn && catalog.recordCount == 0)
    }

    @Test("random differences give the same catalog as loading the result whole")
    func differencesEqualReload() throws {
        var generator = SeededGenerator(seed: 7)
        var held = Set<String>()
        var catalog = try Catalog.loaded("")
        for serial in 2..<60 {
            var lines = Set<String>()
            for _ in 0..<generator.next(below: 12) {
                let name = ["_a._tcp", "_b._udp", "X._a._tcp", "y._a._tcp", "host"][generator.next(below: 5)]
                let port = generator.next(below: 4)
                lines.insert(name == "host" ? "host 9 A 127.0.0.\(port)" : "\(name) 9 SRV \(port) 1 \(port) host")
            }
            let (next, changes) = try catalog.changed(
                removing: lines.intersection(held).sorted().joined(separator: "\n"),
                adding: lines.subtracting(held).sorted().joined(separator: "\n"), serial: UInt32(serial))
            held.formSymmetricDifference(lines)
            catalog = next
            catalog.reclaim(changes.removed)
            #expect(catalog.lines == (try Catalog.loaded(held.sorted().joined(separator: "\n")).lines))
        }
    }
}

/// The same numbers every time.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func next(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}

extension String {
    func replacing(_ old: String, _ new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return replacingCharacters(in: range, with: new)
    }

    private func firstRange(of text: String) -> Range<Index>? { ranges(of: text).first }

    private func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
