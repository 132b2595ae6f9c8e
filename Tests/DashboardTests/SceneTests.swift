import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Whole screens, compared with the pictures in `Scenes`.
@Suite struct SceneTests {
    static let sizes = [
        Size(rows: 10, columns: 40), Size(rows: 24, columns: 80), Size(rows: 40, columns: 120),
        Size(rows: 60, columns: 200),
    ]
    static let common = Array(sizes[1...2])

    @Test(arguments: sizes) func office(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("j")
        Golden.check(desk, "office")
    }

    @Test func officeInASCII() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("j")
        Golden.check(desk, "office-ascii", repertoire: .ascii)
    }

    @Test func officeStyles() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("j")
        Golden.checkStyles(desk, "office")
    }

    @Test(arguments: common) func aServiceUnderTheCursor(_ size: Size) throws {
        Golden.check(Desk(try TestZone.corpSnapshot(), size: size), "service")
    }

    @Test(arguments: sizes) func details(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("j", "j", .enter)
        Golden.check(desk, "details")
    }

    @Test(arguments: common) func folded(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("-")
        Golden.check(desk, "folded")
    }

    @Test(arguments: sizes) func waitingForTheZone(_ size: Size) throws {
        var zone = try TestZone("corp.example.", server: "10.0.0.53:5353")
        (zone.freshness.method, zone.freshness.learntAt, zone.freshness.confirmedAt) = (nil, nil, nil)
        zone.freshness.serial = nil
        Golden.check(Desk([zone], size: size), "waiting")
    }

    @Test(arguments: common) func neverReached(_ size: Size) throws {
        var zone = try TestZone("corp.example.", server: "10.0.0.53:5353")
        (zone.freshness.method, zone.freshness.learntAt, zone.freshness.confirmedAt) = (nil, nil, nil)
        zone.freshness.serial = nil
        zone.freshness.problem = ZoneFreshness.Problem(
            text: "10.0.0.53:5353 refuses connections", since: .testStart, retryAt: .testStart.advanced(by: .seconds(4))
        )
        Golden.check(Desk([zone], size: size), "unreached")
    }

    @Test(arguments: sizes) func loading(_ size: Size) throws {
        var snapshot = try TestZone.corpSnapshot()
        snapshot.events = []
        snapshot.eventCount = 0
        snapshot.zones[0].freshness.method = nil
        snapshot.zones[0].freshness.progress = LoadProgress(
            records: 412_345, bytes: 31_234_567, startedAt: .testStart.advanced(by: .milliseconds(-2200)),
            expectedRecords: 1_000_000)
        Golden.check(Desk(snapshot, size: size), "loading")
    }

    @Test(arguments: sizes) func serverLost(_ size: Size) throws {
        var snapshot = try TestZone.corpSnapshot()
        snapshot.zones[0].freshness.confirmedAt = .testStart.advanced(by: .seconds(-34))
        snapshot.zones[0].freshness.problem = ZoneFreshness.Problem(
            text: "10.0.0.53 does not answer", since: .testStart.advanced(by: .seconds(-29)),
            retryAt: .testStart.advanced(by: .seconds(4)))
        Golden.check(Desk(snapshot, size: size), "lost")
    }

    @Test func serverLostMomentsAgo() throws {
        var snapshot = try TestZone.corpSnapshot()
        snapshot.zones[0].freshness.problem = ZoneFreshness.Problem(
            text: "10.0.0.53 does not answer", since: .testStart.advanced(by: .seconds(-2)),
            retryAt: .testStart.advanced(by: .seconds(1)))
        Golden.check(Desk(snapshot), "troubled")
    }

    @Test(arguments: sizes) func typingAFilter(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("/")
        desk.type("dc port:389")
        Golden.check(desk, "typing")
    }

    @Test(arguments: sizes) func aFilterWithAMistake(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("/")
        desk.type("ldap port>80a")
        Golden.check(desk, "mistake")
    }

    @Test(arguments: common) func filtered(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("/")
        desk.type("status:up rtt<10ms")
        desk.press(.enter)
        Golden.check(desk, "filtered")
    }

    @Test func nothingMatches() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("/")
        desk.type("nobody")
        desk.press(.enter)
        Golden.check(desk, "nothing")
    }

    @Test(arguments: common) func problemsOnly(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("f")
        Golden.check(desk, "problems")
    }

    @Test(arguments: sizes) func help(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("?")
        Golden.check(desk, "help")
    }

    @Test(arguments: sizes) func printers(_ size: Size) throws {
        Golden.check(Desk([try TestZone.printers()], size: size), "printers")
    }

    @Test(arguments: sizes) func severalZones(_ size: Size) throws {
        var lost = try TestZone(
            "lab.example.",
            """
            _ldap._tcp 60 SRV 10 50 389 dc1 ; up rtt=3ms for=3h
            _ldap._tcp 60 SRV 10 50 389 dc2 ; down timeout for=2m
            """)
        lost.freshness.confirmedAt = .testStart.advanced(by: .seconds(-300))
        lost.freshness.problem = ZoneFreshness.Problem(text: "REFUSED", since: .testStart)
        let small = try (1...9).map { number in
            try TestZone("z\(number).example.", "_ntp._udp 60 SRV 0 0 123 ntp ; up rtt=1ms for=2h")
        }
        Golden.check(Desk([try TestZone.corp(), lost] + small, size: size), "zones")
    }

    @Test(arguments: common) func withdrawn(_ size: Size) throws {
        let text = """
            _ntp._udp 60 SRV 0 0 123 ntp1 ; up rtt=1ms for=2h
            _ntp._udp 60 SRV 0 0 123 ntp2 ; up rtt=1ms for=2h
            _old._tcp 60 SRV 0 0 80 relic ; down refused for=2h
            """
        var zone = try TestZone("corp.example.", text)
        try zone.replace(
            with: "_ntp._udp 60 SRV 0 0 123 ntp1 ; up rtt=1ms for=2h", at: .testStart.advanced(by: .seconds(-12)))
        Golden.check(Desk([zone], size: size), "withdrawn")
    }

    @Test(arguments: common, Array(Grouping.allCases.dropFirst())) func grouped(
        _ size: Size, _ grouping: Grouping
    ) throws {
        var preferences = ViewPreferences()
        preferences.group = grouping.rawValue
        var desk = Desk(try TestZone.corpSnapshot(), size: size, preferences: preferences)
        desk.press("j", "j")
        Golden.check(desk, "grouped-\(grouping.rawValue)")
    }

    @Test(arguments: sizes) func marks(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("j", .space, .space, "j", .space)
        Golden.check(desk, "marks")
    }

    @Test func marksInASCII() throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: Size(rows: 24, columns: 80))
        desk.press("j", .space, .space, "j", .space, ">", "f", .space, "f")
        Golden.check(desk, "marks-ascii", repertoire: .ascii)
        Golden.checkStyles(desk, "marks")
    }

    @Test(arguments: common) func aRangeOfMarks(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("/")
        desk.type("dc")
        desk.press(.enter, "j", "V", "j", "j")
        Golden.check(desk, "range")
    }

    @Test(arguments: sizes) func sortMenu(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("s", .down, .down, .enter, "I", "s")
        Golden.check(desk, "sort")
    }

    @Test(arguments: sizes) func columnChooser(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("C", .down, .down, .down, .down, .down, .space, "K")
        Golden.check(desk, "columns")
    }

    @Test(arguments: sizes) func oneZoneAlone(_ size: Size) throws {
        let small = try (1...9).map { number in
            try TestZone("z\(number).example.", "_ntp._udp 60 SRV 0 0 123 ntp ; up rtt=1ms for=2h")
        }
        var desk = Desk(small + [try TestZone.corp()], size: size)
        desk.press(.backTab, "j")
        Golden.check(desk, "alone")
    }

    @Test(arguments: common) func severalZonesInOneList(_ size: Size) throws {
        var desk = Desk([try TestZone.corp(), try TestZone.printers()], size: size)
        desk.press("t", "t", "t", "t", "j")
        Golden.check(desk, "zones-flat")
    }

    @Test(arguments: sizes) func hostileNames(_ size: Size) throws {
        Golden.check(Desk(try .hostile(), size: size), "hostile")
    }

    /// What a terminal would act on, or what would hide something, is never drawn: not from names, texts and events, and not
    /// from what is pasted.
    @Test(arguments: sizes, [Repertoire.unicode, .ascii]) func nothingThatATerminalObeysIsDrawn(
        _ size: Size, _ repertoire: Repertoire
    ) throws {
        var desk = Desk(try .hostile(), size: size)
        var frames = [desk.frame(repertoire)]
        for _ in 0..<12 {
            desk.press("j", .enter)
            frames.append(desk.frame(repertoire))
            desk.press(.escape)
        }
        desk.press("/")
        desk.send(.input(.paste("\u{1B}[2J\u{202E}\u{7}port>")))
        frames.append(desk.frame(repertoire))
        desk.press(.escape)
        desk.send(.message(Message("\u{9B}31m\u{200B}", .error)))
        frames.append(desk.frame(repertoire))
        for frame in frames { #expect(frame.surface.text.isHarmless(in: repertoire)) }
    }

    /// Where there is no colour at all the cursor's row is still another one, by its attributes and by its mark.
    @Test func theCursorIsSeenWithoutColours() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("j", "j")
        let surface = render(desk.state, theme: .night.adapted(to: .none)).surface
        let row = desk.state.layout.table.row + 2
        for column in 0..<80 { #expect(surface[row, column].style.attributes.contains(.reverse)) }
        #expect(surface[row, 0].glyph.text == "›")
        #expect(!surface[row + 1, 10].style.attributes.contains(.reverse))
    }
}

extension String {
    /// Whether a terminal would obey nothing in it, and nothing in it hides something.
    func isHarmless(in repertoire: Repertoire) -> Bool {
        unicodeScalars.allSatisfy { scalar in
            if scalar == "\n" { return true }
            if repertoire == .ascii { return (0x20...0x7E).contains(scalar.value) }
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                return false
            default: return true
            }
        }
    }
}
