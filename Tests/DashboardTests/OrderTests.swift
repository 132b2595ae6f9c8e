import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// What the rows lie under, what they are sorted by, which columns and zones there are.
@Suite struct OrderTests {
    private func office(_ size: Size = Size(rows: 24, columns: 80)) throws -> Desk {
        Desk(try TestZone.corpSnapshot(), size: size)
    }

    private func savedPreferences(_ desk: Desk) -> ViewPreferences? {
        desk.effects.reversed().lazy.compactMap { if case .save(let preferences) = $0 { preferences } else { nil } }
            .first
    }

    @Test func groupings() throws {
        var desk = try office()
        desk.press("t")
        #expect(
            desk.titles.prefix(6) == [
                "_ldap._tcp 10", "  10-0-9-9:389", "  dc1:389", "  dc2:389", "_kerberos._udp 0", "  dc1:88",
            ])
        #expect(desk.titles.contains("_ldap._tcp 20"))
        desk.press("t")
        #expect(desk.titles.prefix(4) == ["10-0-9-9.corp.example", "  10-0-9-9:389", "dc1.corp.example", "  dc1:389"])
        #expect(desk.titles[4] == "  dc1:88")
        desk.press("t")
        #expect(desk.titles.prefix(5) == ["impostor", "  10-0-9-9:389", "down", "  dc1:389", "stale"])
        desk.press("t")
        #expect(desk.titles.count == 22)
        #expect(desk.titles.prefix(3) == ["  10-0-9-9:389", "  dc1:389", "  dc1:88"])
        desk.press("t")
        #expect(desk.titles.first == "_ldap._tcp")
        #expect(savedPreferences(desk)?.group == "service")
    }

    @Test func everyGroupingShowsEveryRecordOnce() throws {
        var desk = try office()
        let all = Set(desk.titles.filter { $0.hasPrefix("  ") })
        for _ in Grouping.allCases {
            desk.press("t")
            let keys = (0..<desk.state.rows.count).compactMap { desk.state.key(at: $0)?.instance }
            #expect(keys.count == 22 && Set(keys).count == 22)
            #expect(Set(desk.titles.filter { $0.hasPrefix("  ") }) == all)
            #expect(desk.state.arrangement.groups.reduce(0) { $0 + Int($1.count) } == 22)
        }
    }

    @Test func theCursorStaysOnItsRecordWhenRowsAreGroupedAnew() throws {
        var desk = try office()
        desk.press("n", "n", "n")
        for _ in Grouping.allCases {
            desk.press("t")
            #expect(desk.cursorTitle == "dc1:88")
        }
        desk.press(.left, "t")
        #expect(desk.cursorTitle == "_kerberos._udp 0")
        desk.press("t", "t", "t")
        #expect(desk.cursorTitle == "dc1:389")
    }

    @Test func foldsBelongToTheirGroups() throws {
        var desk = try office()
        desk.press("t", "t", "j", .left, .left)
        #expect(desk.titles.prefix(2) == ["10-0-9-9.corp.example", "dc1.corp.example"])
        desk.press("t", "t", "t", "t", "t")
        #expect(desk.titles.prefix(2) == ["10-0-9-9.corp.example", "dc1.corp.example"])
        desk.press("-")
        #expect(desk.titles.allSatisfy { !$0.hasPrefix(" ") })
        desk.press("t", "t", "-", .left, .right)
        #expect(desk.titles.count == 22)
    }

    @Test(arguments: [
        ("rtt", false, ["sbc-a:5060", "web10:8080", "web3:8080"]), ("rtt", true, ["ntp1:123", "ntp2:123", "ntp3:123"]),
        ("port", false, [".", "dc1:88", "dc2:88"]), ("port", true, ["web1:8080", "web10:8080", "web2:8080"]),
        ("instance", false, [".", "10-0-9-9:389", "chat:5269"]),
        ("instance", true, ["web10:8080", "web3:8080", "web2:8080"]),
        ("ttl", true, ["mail:993", ".", "chat:5269"]), ("priority", true, ["dc3:389", "10-0-9-9:389", "dc1:389"]),
        ("weight", false, ["dc3:389", "sbc-a:5060", "db-a:5432"]),
        ("share", false, ["chat:5269", "dc2:389", "sbc-a:5060"]),
        ("age", false, ["web10:8080", "web1:8080", "dc1:389"]),
        ("status", true, [".", "web2:8080", "web3:8080"]),
        ("address", false, ["dc1:389", "dc1:88", "dc2:88"]),
        ("reason", false, ["chat:5269", "dc1:389", "web10:8080"]),
        ("service", false, ["web1:8080", "web10:8080", "web2:8080"]),
    ])
    func sortsTheFlatList(_ column: String, _ isInverted: Bool, _ first: [String]) throws {
        var preferences = ViewPreferences()
        (preferences.group, preferences.sort, preferences.isSortInverted) = ("flat", column, isInverted)
        let desk = Desk(try TestZone.corpSnapshot(), preferences: preferences)
        #expect(desk.titles.prefix(3).map { $0.dropFirst(2) } == first.map { $0[...] })
    }

    @Test func whatHasNoValueComesLastInEitherDirection() throws {
        for key in ["", "I"] {
            var preferences = ViewPreferences()
            (preferences.group, preferences.sort) = ("flat", "rtt")
            var desk = Desk(try TestZone.corpSnapshot(), preferences: preferences)
            if key == "I" { desk.press("I") }
            let unmeasured: Set = [
                "  dc1:389", "  10-0-9-9:389", "  dc1:88", "  web1:8080", "  mail:993", "  .", "  chat:5269",
            ]
            #expect(Set(desk.titles.suffix(7)) == unmeasured)
        }
    }

    @Test func groupsStayWorstFirstUnlessSortedByName() throws {
        var desk = try office()
        desk.press("s")
        #expect(desk.text.contains("Sort by"))
        let groups = { (desk: Desk) in desk.titles.filter { !$0.hasPrefix(" ") } }
        let worstFirst = groups(desk)
        desk.press(.down, .enter)
        #expect(desk.state.order.sort == .instance)
        #expect(groups(desk) == worstFirst.sorted())
        desk.press("I")
        #expect(groups(desk) == worstFirst.sorted().reversed())
        desk.press(">")
        #expect(desk.state.order.sort == .share)
        #expect(groups(desk) == worstFirst)
        desk.press("<", "<", "I")
        #expect(desk.state.order == RowOrder(grouping: .service, sort: .status, isInverted: true))
        #expect(groups(desk).first == "_pop3s._tcp")
        #expect(savedPreferences(desk)?.sort == "status")
        #expect(savedPreferences(desk)?.isSortInverted == true)
    }

    @Test func aClickOnATitleSortsAndAnotherInverts() throws {
        var desk = try office()
        let share = try #require(desk.state.columnLayout[.share])
        desk.click(row: desk.state.layout.columnTitles.row, column: share.end - 1)
        #expect(desk.state.order == RowOrder(grouping: .service, sort: .share))
        #expect(desk.lines[desk.state.layout.columnTitles.row].contains("▼SHARE"))
        desk.click(row: desk.state.layout.columnTitles.row, column: share.end - 1)
        #expect(desk.state.order.isInverted)
        #expect(desk.lines[desk.state.layout.columnTitles.row].contains("▲SHARE"))
    }

    @Test func preferencesThatMakeNoSenseAreTheProgramsOwn() throws {
        var preferences = ViewPreferences()
        (preferences.group, preferences.sort, preferences.columns) = ("colour", "share-bar", ["x", "share", "share"])
        let desk = Desk(try TestZone.corpSnapshot(), preferences: preferences)
        #expect(desk.state.order == RowOrder())
        #expect(desk.state.columns.shown == [.status, .instance, .share])
    }

    // MARK: - Columns

    @Test func columnsAreChosenLiveAndKept() throws {
        var desk = try office(Size(rows: 40, columns: 120))
        let titles = desk.state.layout.columnTitles.row
        desk.press("C")
        let place = try #require(desk.state.columns.all.firstIndex(of: .port))
        for _ in 0..<place { desk.press(.down) }
        desk.press(.space)
        #expect(desk.lines[titles].contains("PORT"))
        for _ in 0..<place { desk.press("K") }
        #expect(desk.state.columns.shown.first == .port)
        #expect(savedPreferences(desk) == nil)
        desk.press(.enter)
        #expect(savedPreferences(desk)?.columns?.first == "port")
        desk.press("C", .space, "r", .escape)
        #expect(desk.state.columns.shown.first == .port)
        desk.press("C", "r", .enter)
        #expect(desk.state.columns == .standard)
        #expect(savedPreferences(desk)?.columns == nil)
    }

    @Test func statusAndInstanceAreAlwaysThere() throws {
        var desk = try office()
        desk.press("C", .space, "j", .space, .enter)
        #expect(desk.state.columns == .standard)
    }

    @Test func whatHasNoRoomComesBackWithTheRoom() throws {
        var desk = try office(Size(rows: 24, columns: 160))
        let wide = desk.state.columnLayout
        desk.send(.resized(Size(rows: 24, columns: 40)))
        #expect(desk.state.columnLayout.placed.count < wide.placed.count)
        desk.send(.resized(Size(rows: 24, columns: 160)))
        #expect(desk.state.columnLayout == wide)
    }

    @Test func theCountdownStandsInTheTTLColumn() throws {
        var zone = try TestZone("z.", "_a._tcp 60 SRV 0 0 1 h ; up\n_a._tcp 60 SRV 0 0 1 i ; up")
        try zone.replace(with: "_a._tcp 60 SRV 0 0 1 i ; up")
        var desk = Desk([zone], size: Size(rows: 24, columns: 120))
        desk.wait(.seconds(12))
        let column = try #require(desk.state.columnLayout[.ttl])
        let line = try #require(desk.lines.first { $0.contains("withdrawn") && $0.contains("h:1") })
        #expect(line.dropFirst(column.start).prefix(column.width).contains("48s"))
    }

    // MARK: - Zones

    private func threeZones() throws -> Desk {
        let zones = try ["one.", "two.", "three."].map { try TestZone($0, "_a._tcp 60 SRV 0 0 1 h ; up") }
        return Desk(zones)
    }

    @Test func zonesAreShownOneByOneAndMergedAgain() throws {
        var desk = try threeZones()
        #expect(desk.titles.count == 6)
        #expect(desk.text.contains("3 services"))
        let tall = desk.state.layout
        desk.press(.tab)
        #expect(desk.titles == ["_a._tcp", "  h:1"])
        #expect(desk.text.contains("1 service "))
        #expect(desk.lines[0].hasPrefix("▸one "))
        #expect(desk.state.layout == tall)
        desk.press(.tab, .tab)
        #expect(desk.state.zoneAlone?.description == "three.")
        #expect(desk.lines.prefix(3).contains { $0.hasPrefix("▸three ") })
        desk.press(.tab)
        #expect(desk.titles.count == 6)
        desk.press(.backTab, "2")
        #expect(desk.state.zoneAlone?.description == "two.")
        desk.press("2")
        #expect(desk.state.zoneAlone == nil)
        desk.press("7")
        #expect(desk.titles.count == 6)
    }

    @Test func aClickOnAZonesLineShowsItAlone() throws {
        var desk = try threeZones()
        desk.click(row: 0, column: 3)
        #expect(desk.state.zoneAlone?.description == "one.")
        desk.click(row: 0, column: 3)
        #expect(desk.state.zoneAlone == nil)
    }

    @Test func refreshAsksOnlyForWhatIsShown() throws {
        var desk = try threeZones()
        desk.press("2", "r")
        guard case .refresh(let refresh)? = desk.effects.last else {
            Issue.record("nothing happened")
            return
        }
        #expect(refresh.zones.map(\.description) == ["two."])
    }

    @Test func hostsThatSeveralZonesKnowAreOneGroup() throws {
        let first = try TestZone("one.", "_a._tcp 60 SRV 0 0 1 h.both. ; up\n_a._tcp 60 SRV 0 0 1 other ; up")
        let second = try TestZone("two.", "_b._tcp 60 SRV 0 0 2 H.both. ; down\n_b._tcp 60 SRV 0 0 2 other ; up")
        var desk = Desk([first, second])
        desk.press("t", "t")
        #expect(
            desk.titles == ["h.both", "  H.both:2", "  h.both:1", "other.one", "  other:1", "other.two", "  other:2"])
        desk.press("j", .left, .left)
        #expect(desk.titles.count == 5)
        desk.wait(.seconds(3))
        desk.show([first, second])
        #expect(desk.titles.count == 5)
        desk.press("2")
        #expect(desk.titles == ["h.both", "other.two", "  other:2"])
    }

    // MARK: - Mouse

    @Test func aDoubleClickOnARecordShowsItInFull() throws {
        var desk = try office()
        let table = desk.state.layout.table
        desk.click(row: table.row + 2, column: 20)
        desk.now = desk.now.advanced(by: .milliseconds(600))
        desk.click(row: table.row + 2, column: 20)
        #expect(!desk.state.areDetailsOpen)
        desk.now = desk.now.advanced(by: .milliseconds(200))
        desk.click(row: table.row + 2, column: 20)
        #expect(desk.state.areDetailsOpen)
    }

    // MARK: - The filter's history

    @Test func earlierFiltersComeBack() throws {
        var desk = try office()
        for text in ["ldap", "port:88"] {
            desk.press("/", .control("u"))
            desk.type(text)
            desk.press(.enter)
        }
        desk.press("/", .control("u"))
        desk.type("web")
        desk.press(.control("p"))
        #expect(desk.state.filter.text == "port:88")
        desk.press(.control("p"), .control("p"))
        #expect(desk.state.filter.text == "ldap")
        desk.press(.control("n"), .control("n"))
        #expect(desk.state.filter.text == "web")
        #expect(desk.lines.last?.contains("Ctrl-P") == true)
    }

    // MARK: - What has just happened

    @Test func whatHasJustComeChangedOrGoneIsMarkedForAWhile() throws {
        var snapshot = try TestZone.corpSnapshot()
        let service = try DomainName("_ldap._tcp.corp.example.")
        snapshot.events += [("dc1:389", Event.Kind.registered), ("dc2:389", .changed("weight"))].map {
            Event(
                at: .testStart, zone: snapshot.zones[0].name, serial: nil, kind: $1, service: service, instance: $0,
                reason: .none)
        }
        var desk = Desk(snapshot)
        let sign = { (desk: Desk, title: String) in
            desk.lines.first { $0.contains(title) && $0.contains("%") }.map { String($0.dropFirst(2).prefix(1)) }
        }
        #expect(sign(desk, "dc1:389") == "+")
        #expect(sign(desk, "dc2:389") == "~")
        desk.wait(.seconds(10))
        #expect(sign(desk, "dc1:389") == " ")
        #expect(sign(desk, "dc2:389") == " ")
    }
}
