import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// The first lines: where one is, and what one may do there.
@Suite struct HeaderTests {
    private func desk(_ size: Size, context: String, readOnly: Bool = false) throws -> Desk {
        var premises = Premises()
        premises.isReadOnly = readOnly
        premises.contexts[try DomainName("corp.example.")] = Premises.Context(
            name: context, isProduction: context == "prod")
        return Desk(try TestZone.corpSnapshot(), size: size, premises: premises)
    }

    @Test(arguments: SceneTests.sizes) func production(_ size: Size) throws {
        let desk = try desk(size, context: "prod")
        Golden.check(desk, "production")
        #expect(desk.lines[0].contains("prod"))
    }

    @Test(arguments: SceneTests.sizes) func readOnly(_ size: Size) throws {
        let desk = try desk(size, context: "lab", readOnly: true)
        Golden.check(desk, "read-only")
        #expect(desk.lines[0].contains("lab") && desk.lines[0].contains(size.columns < 60 ? " ro " : "read-only"))
    }

    @Test func productionChangesTheFrame() throws {
        let size = Size(rows: 40, columns: 120)
        let row = try desk(size, context: "lab").state.layout.details.row
        let lab = try desk(size, context: "lab").frame().surface[row, 60].style
        let production = try desk(size, context: "prod").frame().surface[row, 60].style
        #expect(lab != production)
    }

    @Test func everyReplicaIsToldWithItsSerialWhereThereIsRoom() throws {
        let wide = try desk(Size(rows: 60, columns: 200), context: "lab").lines[0]
        #expect(wide.contains("ns3 serial 2026092212, 2 behind for 41s"))
        #expect(wide.contains("ns2 serial 2026092214, in step"))
        #expect(wide.contains("key ops-hmac") && wide.contains("NOTIFY") && wide.contains("IXFR+3 4m ago"))
        let narrow = try desk(Size(rows: 24, columns: 80), context: "lab").lines[0]
        #expect(narrow.contains("ns3 2 behind for 41s"))
    }
}

/// What is wrong with servers, what hides rows: never left out.
@Suite struct HeaderDutyTests {
    private static let refused = "127.0.0.1:5301: connection refused: no DNS server listens on this port"

    private func zone(_ name: String, failing: Bool = true, confirmed: Int = 2) throws -> TestZone {
        var zone = try TestZone(
            name, "_a._tcp 60 SRV 0 0 80 host ; down refused for=4m\n_b._tcp 60 SRV 0 0 81 host ; up")
        zone.freshness.server = "127.0.0.1:5301"
        zone.freshness.confirmedAt = .testStart.advanced(by: .seconds(-confirmed))
        if failing {
            zone.freshness.problem = ZoneFreshness.Problem(
                text: Self.refused, since: .testStart, retryAt: .testStart.advanced(by: .seconds(2)))
        }
        return zone
    }

    private func desk(
        _ zones: [TestZone], _ size: Size, production: Bool = false, readOnly: Bool = false
    ) -> Desk {
        var premises = Premises()
        premises.isReadOnly = readOnly
        for zone in zones where production {
            premises.contexts[zone.snapshot.name] = Premises.Context(name: "prod", isProduction: true)
        }
        let snapshot = Snapshot(at: .testStart, zones: zones.map(\.snapshot))
        return Desk(snapshot, size: size, premises: premises)
    }

    private let small = Size(rows: 10, columns: 40)
    private let common = Size(rows: 24, columns: 80)

    @Test func aServerThatFailsIsSeenAtOnce() throws {
        let zones = [try zone("svc.example."), try zone("lab.svc.example.")]
        let lines = desk(zones, common, production: true, readOnly: true).lines
        for line in lines.prefix(2) { #expect(line.contains("connection refused, next try in 2s")) }
        let one = desk([try zone("svc.example.")], small).lines[0]
        #expect(one.contains("connection refused") && one.contains("✗1"))
        let wide = desk(zones, Size(rows: 60, columns: 200)).lines[0]
        #expect(wide.contains("no DNS server listens on this port, next try in 2s"))
    }

    @Test func severalZonesInOneLineTellWhatIsWrong() throws {
        let failing = desk([try zone("svc.example."), try zone("lab.example.")], small).lines[0]
        #expect(failing.hasPrefix(" 2 zones  2 not answering") && failing.contains("✗2"))
        let old = [try zone("svc.example.", confirmed: 44), try zone("lab.example.", confirmed: 40)]
        let stale = desk(old, small).lines[0]
        #expect(stale.hasPrefix(" 2 zones  data 44s old") && stale.contains("✗2"))
        let mixed = desk([try zone("a.example."), try zone("b.example.", failing: false)], small).lines[0]
        #expect(mixed.hasPrefix(" 2 zones  1 not answering"))
        let well = [try zone("a.example.", failing: false), try zone("b.example.", failing: false)]
        #expect(desk(well, small).lines[0].hasPrefix(" 2 zones  all current"))
    }

    @Test func whatMayBeDoneIsSaidInFull() throws {
        let two = [try zone("svc.example.", confirmed: 44), try zone("lab.example.")]
        let one = [try zone("services.corp.example.", failing: false)]
        for zones in [two, one] {
            let line = desk(zones, small, production: true, readOnly: true).lines[0]
            #expect(line.contains(" prod ") && line.contains(" ro ") && line.contains("✗"))
        }
    }

    @Test(arguments: [80, 120]) func oldDataKeepsItsAgeAndTheNextTry(_ columns: Int) throws {
        let line = desk(
            [try zone("svc.example.", confirmed: 44)], Size(rows: 24, columns: columns), production: true,
            readOnly: true
        ).lines[0]
        #expect(line.contains("data 44s old: ") && line.hasSuffix("next try in 2s"))
    }

    @Test func theZoneShownAloneIsMarkedInTheColoursOfItsBadge() throws {
        var desk = desk(
            [try zone("a.example.", failing: false), try zone("b.example.", failing: false)], common,
            production: true)
        desk.press("1")
        let surface = desk.frame().surface
        #expect(surface[0, 0].glyph.text == "▸")
        #expect(surface[0, 0].style == surface[0, 1].style)
    }

    @Test func whatIsSaidOfZonesStandsUnderEachOther() throws {
        let zones = [try zone("a.example.", failing: false), try zone("lab.b.example.", failing: false)]
        let lines = desk(zones, common, readOnly: true).lines
        let column = { (line: String) in line.firstIndex(of: "@").map { line.distance(from: line.startIndex, to: $0) } }
        #expect(column(lines[0]) != nil && column(lines[0]) == column(lines[1]))
    }

    @Test func aLongFilterIsShortenedAndTheCountsStay() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        let before = desk.lines[1]
        desk.press("/")
        desk.type("a very long filter that goes on and on until it does not fit any more")
        desk.press(.enter)
        let line = desk.lines[1]
        #expect(line.contains("/a very long filter…  0 of 22"))
        #expect(line.hasPrefix(String(before.prefix(30))), "what is left of it stays where it was")
        #expect(desk.text.contains("…”"), "a quote is closed")
    }

    @Test func wordsGoFromTheRight() throws {
        var desk = desk([try zone("svc.example.", failing: false)], common)
        #expect(desk.lines[1].hasPrefix(" 2 services  2 instances    ✗ 1 down  ● 1 up"))
        desk.press("/")
        desk.type("host:81 port>80 rtt<1000ms")
        desk.press(.enter)
        #expect(desk.lines[1].hasPrefix(" 2 services  2 instances    ✗ 1 down"))
    }

    @Test func thePastIsToldWithItsTime() throws {
        var desk = desk([try zone("svc.example.", failing: false)], small)
        desk.press("p")
        #expect(desk.lines[0].contains("at 14:02:31Z"))
    }
}
