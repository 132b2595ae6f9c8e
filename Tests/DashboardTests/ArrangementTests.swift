import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// The order of rows, made from a snapshot alone.
@Suite struct ArrangementTests {
    private func crowd(_ count: Int, service: String = "_big._tcp") throws -> TestZone {
        let lines = (1...count).map { number in
            "\(service) 60 SRV 0 \(number % 7) 80 h\(number) ; \(number % 100 == 0 ? "down refused" : "up rtt=1ms")"
        }
        return try TestZone("z.", lines.joined(separator: "\n"))
    }

    @Test func aLargeServiceIsInOrderBeforeItIsLookedAt() throws {
        let zone = try crowd(1200)
        var desk = Desk([zone])
        let arrangement = desk.state.arrangement
        #expect(arrangement.groups[0].list != nil)
        #expect(desk.titles.count == 1201)
        #expect(desk.lines.contains { $0.contains("1,188 of 1,200") })
        #expect(desk.titles[1...3] == ["  h300:80", "  h1000:80", "  h600:80"])
        desk.press("N")
        #expect(desk.cursorTitle.map { "  " + $0 } == desk.titles[12])
        desk.press("N")
        #expect(desk.state.cursor.row == 11)
    }

    @Test func sharesOfALargeServiceAreThoseOfASmallOne() throws {
        let zone = try crowd(1100)
        let desk = Desk([zone])
        let service = desk.state.arrangement.groups[0].key.service
        let tiers = try #require(desk.state.tiers(of: service))
        #expect(tiers == RRsetTiers(of: service.service, in: zone.snapshot, at: .testStart))
        #expect(tiers.effective.memberCount == 1089)
    }

    @Test func theFilterPicksWithinALargeServiceAndSortsWhatItPicks() throws {
        var desk = Desk([try crowd(1200)])
        desk.press("/")
        desk.type("h11")
        #expect(desk.titles.count == 1 + 111)
        #expect(desk.titles[1] == "  h1100:80")
        desk.press(.control("u"))
        desk.type("status:down")
        #expect(desk.titles.count == 13)
        desk.press(.enter, "f", .escape)
        #expect(desk.titles.count == 13)
    }

    @Test func servicesOfSeveralZonesAreMergedWorstFirst() throws {
        let first = try TestZone("one.", "_a._tcp 60 SRV 0 0 1 h ; up\n_b._tcp 60 SRV 0 0 1 h ; suspect timeout")
        let second = try TestZone("two.", "_a._tcp 60 SRV 0 0 1 h ; down refused\n_b._tcp 60 SRV 0 0 1 h ; up")
        let desk = Desk([first, second])
        #expect(desk.titles.filter { !$0.hasPrefix(" ") } == ["_a._tcp", "_b._tcp", "_a._tcp", "_b._tcp"])
        #expect(desk.text.contains("_a._tcp.two"))
        #expect(desk.text.contains("_b._tcp.one"))
    }

    @Test func whatIsGoneComesLastWithItsCountdown() throws {
        var zone = try TestZone(
            "z.", "_a._tcp 60 SRV 0 0 1 h ; up\n_a._tcp 60 SRV 0 0 1 i ; up\n_only._tcp 60 SRV 0 0 1 j ; up")
        try zone.replace(with: "_a._tcp 60 SRV 0 0 1 i ; up")
        var desk = Desk([zone])
        #expect(desk.titles == ["_a._tcp", "  i:1", "  h:1", "_only._tcp", "  j:1"])
        desk.wait(.seconds(12))
        #expect(desk.text.contains("in caches for 48s"))
        #expect(desk.text.contains("gone"))
        desk.press("f")
        #expect(desk.titles.isEmpty)
        #expect(desk.text.contains("No problems among 1 instance"))
    }

    @Test func aZoneThatGetsTooOldIsArrangedAnewWithoutNews() throws {
        var desk = Desk([try TestZone("z.", "_a._tcp 60 SRV 0 0 1 h ; up\n_b._tcp 60 SRV 0 0 1 h ; unknown")])
        #expect(desk.titles.first == "_b._tcp")
        desk.wait(.seconds(29))
        #expect(desk.titles.first == "_a._tcp")
        #expect(desk.text.contains("data 31s old"))
        #expect(!desk.text.contains("● up"))
    }

    @Test func foldsMoveTheRowsBelow() {
        var arrangement = Arrangement.empty
        arrangement.groups = [3, 0, 2].map {
            Arrangement.Group(
                key: GroupKey(ServiceKey(zone: 0, service: ServiceID(rawValue: $0))), count: $0, list: nil, worst: .up)
        }
        var folds = Folds()
        var rows = RowIndex(arrangement, folds)
        #expect(rows.count == 8)
        #expect((0..<8).map { rows.place(of: $0).group } == [0, 0, 0, 0, 1, 2, 2, 2])
        rows.setMemberCount(of: 0, to: 0)
        #expect((0..<5).map { rows.place(of: $0) }.map(\.offset) == [0, 0, 0, 1, 2])
        folds.setAll(folded: true)
        #expect(RowIndex(arrangement, folds).count == 3)
    }

    @Test func foldsAreThoseOfTheirServicesWhenAZoneIsReadAnew() throws {
        let text = (1...6).map { "_s\($0)._tcp 60 SRV 0 0 1 h\($0) ; up" }.joined(separator: "\n")
        var desk = Desk([try TestZone("z.", text)])
        desk.press("G", "k", .left)
        #expect(desk.cursorTitle == "_s6._tcp")
        desk.press("k", "k", "k", "j")
        let (titles, cursor) = (desk.titles, desk.cursorTitle)
        desk.wait(.seconds(3))
        desk.show([try TestZone("z.", "")])
        #expect(desk.titles.isEmpty)
        desk.press("j", .enter, .right, "n", "r")
        desk.wait(.seconds(3))
        desk.show([try TestZone("z.", text.split(separator: "\n").reversed().joined(separator: "\n"))])
        #expect(desk.titles == titles)
        #expect(desk.cursorTitle == cursor)
    }
}
