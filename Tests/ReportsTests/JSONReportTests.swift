import DNSCore
import FoundationEssentials
import Reports
import ServiceCatalog
import Testing

/// What `--json` promises to whoever parses it.
@Suite struct JSONReportTests {
    private struct Document: Decodable {
        struct Row: Decodable, Equatable {
            var service: String
            var instance: String
            var target: String
            var port: Int
            var priority: Int
            var weight: Int
            var ttl: Int
            var addresses: [String]
            var txt: [String]
            var status: String
            var reason: String?
            var rtt_ms: Double?
            var advertised_share: Double
            var effective_share: Double
        }

        var zone: String
        var serial: UInt32?
        var server: String
        var method: String?
        var problem: String?
        var instances: [Row]
    }

    private func document(_ zones: ZoneFixture..., where isIncluded: InstancePredicate? = nil) throws -> String {
        let snapshot = Snapshot(at: ZoneFixture.now, zones: try zones.map { try $0.snapshot() })
        return try written { output in
            var report = JSONReport(snapshot, where: isIncluded)
            report.write(to: &output)
        }
    }

    private func parse<T: Decodable>(_ text: String, as type: T.Type = T.self) throws -> T {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// What the dashboard copies is what `list --json` has for the same instance.
    @Test func instancesAloneAreAsInTheDocument() throws {
        let snapshot = Snapshot(at: ZoneFixture.now, zones: [try ZoneFixture.office().snapshot()])
        let document = try document(ZoneFixture.office())
        var all: [(zone: Int, instance: InstanceID)] = []
        snapshot.zones[0].catalog.forEachInstance { all.append((0, $0)) }
        for instance in all {
            let text = try #require(JSONReport.text(of: [instance], in: snapshot, limit: 10_000))
            #expect(document.contains(String(decoding: text, as: UTF8.self)))
        }
        let text = try #require(JSONReport.text(of: all, in: snapshot, limit: 100_000))
        let rows: [Document.Row] = try parse(String(decoding: text, as: UTF8.self))
        #expect(rows.count == all.count)
        #expect(JSONReport.text(of: all, in: snapshot, limit: 100) == nil)
    }

    @Test func aZoneIsOneDocumentWithOneInstanceALine() throws {
        let text = try document(ZoneFixture.office())
        #expect(
            text == """
                {"zone":"office.example.","serial":2026092201,"server":"127.0.0.1:53","key":null,"method":"AXFR",\
                "time":"2026-09-22T14:02:31.250Z","learnt_at":"2026-09-22T14:02:31.250Z","problem":null,
                "instances":[
                {"service":"_http._tcp.office.example.","instance":"_http._tcp.office.example.",\
                "target":"web1.office.example.","port":8080,"priority":10,"weight":60,"ttl":300,\
                "addresses":["192.0.2.1","2001:db8::1"],"txt":[],"status":"up","reason":null,"rtt_ms":0.360,\
                "advertised_share":\(60.5 / 101),"effective_share":1.0,\
                "stranger_share":0.0,"peer":null,"stand_in":null},
                {"service":"_http._tcp.office.example.","instance":"_http._tcp.office.example.",\
                "target":"web2.office.example.","port":8080,"priority":10,"weight":40,"ttl":300,\
                "addresses":["192.0.2.2"],"txt":[],"status":"down","reason":"connection refused","rtt_ms":1.250,\
                "advertised_share":\(40.5 / 101),"effective_share":0.0,\
                "stranger_share":0.0,"peer":null,"stand_in":null},
                {"service":"_http._tcp.office.example.","instance":"_http._tcp.office.example.",\
                "target":"web3.office.example.","port":8080,"priority":20,"weight":0,"ttl":300,\
                "addresses":[],"txt":[],"status":"dangling","reason":"target has no address","rtt_ms":null,\
                "advertised_share":0.0,"effective_share":0.0,\
                "stranger_share":0.0,"peer":null,"stand_in":null},
                {"service":"_imap._tcp.office.example.","instance":"_imap._tcp.office.example.",\
                "target":".","port":0,"priority":0,"weight":0,"ttl":300,\
                "addresses":[],"txt":[],"status":"unavailable","reason":"not offered","rtt_ms":null,\
                "advertised_share":0.0,"effective_share":0.0,\
                "stranger_share":0.0,"peer":null,"stand_in":null},
                {"service":"_ipp._tcp.office.example.","instance":"My\\\\032Printer._ipp._tcp.office.example.",\
                "target":"printer.office.example.","port":631,"priority":0,"weight":0,"ttl":120,\
                "addresses":["192.0.2.31"],"txt":["txtvers=1","note=Zimmer 12, Süd"],"status":"up","reason":null,\
                "rtt_ms":12.400,"advertised_share":1.0,"effective_share":1.0,\
                "stranger_share":0.0,"peer":null,"stand_in":null}
                ]}

                """)
        #expect(try parse(text, as: Document.self).instances.count == 5)
    }

    @Test func severalZonesAreThePartsOfOneDocument() throws {
        struct Zones: Decodable { var zones: [Document] }
        var broken = try ZoneFixture("broken.example.")
        broken.freshness = ZoneFreshness(server: "192.0.2.9")
        broken.freshness.problem = ZoneFreshness.Problem(text: "timed out \"there\"", since: ZoneFixture.now)
        let parsed: Zones = try parse(document(ZoneFixture.office(), broken))
        #expect(parsed.zones.map(\.zone) == ["office.example.", "broken.example."])
        #expect(parsed.zones[1].serial == nil)
        #expect(parsed.zones[1].problem == "timed out \"there\"")
        #expect(parsed.zones[1].instances.isEmpty)
    }

    @Test func noZoneAtAllIsStillADocument() throws {
        struct Zones: Decodable { var zones: [Document] }
        #expect(try parse(document(), as: Zones.self).zones.isEmpty)
    }

    /// Old news is no news: an instance of a zone that could not be read for too long is not `up`.
    @Test func oldZoneDataIsNotShownAsVerified() throws {
        var zone = try ZoneFixture.office()
        zone.freshness.confirmedAt = ZoneFixture.now.advanced(by: .seconds(-60))
        let row = try #require(try parse(document(zone), as: Document.self).instances.first)
        #expect(row.status == "unknown")
        #expect(row.reason == "zone data too old")
        #expect(row.effective_share == 0)
    }

    @Test func aFilterLeavesSharesAsTheyAre() throws {
        let parsed: Document = try parse(
            document(ZoneFixture.office()) { zone, id in zone.catalog.location(of: id).weight == 40 })
        #expect(parsed.instances.map(\.target) == ["web2.office.example."])
        #expect(parsed.instances.first?.advertised_share == 40.5 / 101)
    }

    @Test func everyByteOfANameSurvives() throws {
        for bytes in stride(from: 0, to: 256, by: 32).map({ (start: Int) in (start..<(start + 32)).map { UInt8($0) } })
        {
            var zone = try ZoneFixture("hostile.example.")
            let owner = try DomainName(labels: [bytes, Array("_tcp".utf8)] + zone.apex.labels.map { Array($0) })
            zone.srv(owner, 0, 0, 1, owner)
            let row = try #require(try parse(document(zone), as: Document.self).instances.first)
            #expect(row.target == owner.description)
            #expect(try DomainName(row.target).wire == owner.wire)
        }
    }

    @Test(
        arguments: [
            [], [0x22], [0x5C], [0x5C, 0x30, 0x30, 0x30], [0xFF], [0xC3], [0xC3, 0xA9], [0xC3, 0xA9, 0xC3],
            [0xE2, 0x80],
            [0xE2, 0x80, 0xAE, 0x61], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xC2, 0x9B],
            Array(0...127), Array(128...255), [0x1B, 0x5B, 0x33, 0x31, 0x6D],
        ] as [[UInt8]])
    func everyByteOfATextSurvives(string: [UInt8]) throws {
        var zone = try ZoneFixture("hostile.example.")
        try zone.srv("_x._tcp", 0, 0, 1, "x")
        zone.txt(try zone.name("_x._tcp"), [string])
        let row = try #require(try parse(document(zone), as: Document.self).instances.first)
        #expect(row.txt.map(unescaped) == [string])
    }

    /// As the documentation tells it: `\\` is a backslash, `\DDD` a byte, all else UTF-8.
    private func unescaped(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            if rest.first == byte {
                bytes.append(rest.removeFirst())
            } else {
                bytes.append(UInt8(String(decoding: rest.prefix(3), as: UTF8.self)) ?? 0)
                rest = rest.dropFirst(3)
            }
        }
        return bytes
    }

    @Test func nothingInADocumentMovesATerminal() throws {
        var zone = try ZoneFixture("hostile.example.")
        try zone.srv("_x._tcp", 0, 0, 1, "x")
        zone.txt(
            try zone.name("_x._tcp"), [Array("\u{1B}[2J\u{7F}\u{9B}31m\u{202E}\u{2066}\u{200F}\u{2028}\r\n\t".utf8)])
        let text = try document(zone)
        #expect(text.contains(#""txt":["\u001b[2J\u007f\u009b31m\u202e\u2066\u200f\u2028\r\n\t"]"#))
        let dangerous = text.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
        #expect(dangerous.isEmpty)
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .format })
    }

    @Test func theOrderDoesNotDependOnTheOrderOfTheZone() throws {
        let targets = (1...20).map { "t\($0)" }
        var (forwards, backwards) = (try ZoneFixture("order.example."), try ZoneFixture("order.example."))
        for (zone, targets) in [(\Self.Pair.first, targets), (\Self.Pair.second, targets.reversed())] {
            var pair = Pair(first: forwards, second: backwards)
            for target in targets {
                try pair[keyPath: zone].srv("_a._tcp", 1, 1, 80, target)
                try pair[keyPath: zone].srv("\(target)._b._tcp", 1, 1, 80, target)
                try pair[keyPath: zone].a(target, "192.0.2.\(target.dropFirst())")
                try pair[keyPath: zone].a(target, "198.51.100.\(target.dropFirst())")
            }
            (forwards, backwards) = (pair.first, pair.second)
        }
        #expect(try document(forwards) == document(backwards))
    }

    private struct Pair {
        var first: ZoneFixture
        var second: ZoneFixture
    }
}
