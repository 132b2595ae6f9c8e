import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Looking closer: details, lanes, the event log.
@Suite struct LookingTests {
    static let sizes = SceneTests.sizes

    @Test(arguments: sizes) func lanes(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("j", "v")
        Golden.check(desk, "lanes")
        desk.press("-", "-")
        #expect(desk.text.contains("a column is 1m"))
        desk.press(.escape)
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func lanesInASCII() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("j", "v")
        Golden.check(desk, "lanes-ascii", repertoire: .ascii)
    }

    /// In either repertoire each state has a glyph of its own.
    @Test(arguments: [Repertoire.unicode, .ascii]) func lanesAreToldApartWithoutColours(_ repertoire: Repertoire) {
        let states: [LaneState] = [.blank, .serving, .standby, .down, .gone, .other(.suspect), .other(.impostor)]
        var surface = Surface(Size(rows: 1, columns: states.count), repertoire: repertoire)
        for (column, state) in states.enumerated() {
            surface.put(state.span(.night, repertoire).text, row: 0, column: column)
        }
        #expect(Set(surface.text.dropLast(surface.text.hasSuffix("\n") ? 1 : 0)).count == states.count)
    }

    @Test func aStandbyServesOnlyWhileNobodyBetterDoes() throws {
        let zone = try TestZone(
            "z.",
            """
            _a._tcp 60 SRV 1 0 80 main ; up for=60s was=up/300s,down/120s
            _a._tcp 60 SRV 2 0 80 spare ; up for=3600s
            """)
        var desk = Desk([zone])
        desk.press("j")
        let lanes = try #require(desk.state.lanes)
        let axis = LaneAxis(columns: 60, zoom: 3, now: desk.now)
        let states = lanes.states(of: lanes.lanes, axis)
        let (main, spare) = (states[0], states[1])
        #expect(main.last == .serving && spare.last == .standby)
        let middle = try #require(axis.column(of: desk.now.advanced(by: .seconds(-120))))
        #expect(main[middle] == .down && spare[middle] == .serving)
        let early = try #require(axis.column(of: desk.now.advanced(by: .seconds(-400))))
        #expect(main[early] == .serving && spare[early] == .standby)
        #expect(main.first == .blank, "from before anything is known nothing is drawn")
    }

    @Test(arguments: sizes) func eventLog(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("e")
        Golden.check(desk, "events")
        desk.press("/")
        desk.type("down dc1")
        Golden.check(desk, "events-filtered")
        desk.press(.enter, .escape)
        #expect(desk.lines.contains { $0.contains("web10") })
    }

    @Test func theEventUnderTheCursorStaysThereWhateverComes() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("e", "j", "j")
        let line = try #require(desk.cursorLine)
        var snapshot = desk.state.snapshot
        for second in 1...5 {
            let last = try #require(snapshot.events.last)
            snapshot.events.append(last)
            snapshot.events[snapshot.events.count - 1].at = desk.now.advanced(by: .seconds(second))
            snapshot.eventCount += 1
            desk.send(.snapshot(snapshot))
        }
        #expect(desk.cursorLine == line)
        desk.press("g")
        desk.send(.snapshot(snapshot))
        #expect(desk.cursorLine?.contains("14:02:36") == true, "at the top it stays at the newest")
    }

    @Test func enterGoesFromAnEventToItsRecord() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("e", "/")
        desk.type("recovered")
        desk.press(.enter, .enter)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.cursorTitle == "web2:8080")
        desk.press("e", "/")
        desk.type("ntp4")
        desk.press(.enter, .enter)
        #expect(desk.state.message?.text == "ntp4:123 is not there any more")
    }

    @Test func thePagerGetsWhatIsShownWithNothingThatATerminalObeys() throws {
        var desk = Desk(try .hostile())
        desk.press("e", "o")
        guard case .page(let text)? = desk.effects.last else {
            Issue.record("nothing was to be paged")
            return
        }
        #expect(text.hasSuffix("\n") && text.contains("changed"))
        #expect(
            text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F && $0 != "\u{202E}" })
    }

    @Test func detailsScrollWhereTheyDoNotFit() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("j", "j")
        let first = desk.text
        #expect(first.contains("J K 1-3/"))
        desk.press("J")
        #expect(desk.text != first)
        for _ in 0..<100 { desk.press("J") }
        let last = desk.text
        #expect(last.contains("history") || last.contains("suspect"))
        for _ in 0..<100 { desk.press("K") }
        #expect(desk.text == first)
        desk.press("J", "j", "k")
        #expect(desk.text == first, "another record starts at its first line")
    }

    @Test(arguments: SceneTests.sizes) func detailsOfAPrinter(_ size: Size) throws {
        var desk = Desk([try TestZone.printers()], size: size)
        desk.press("/")
        desk.type("colour")
        desk.press(.enter, "j", .enter)
        Golden.check(desk, "printer-details")
    }

    @Test func theSparklineTellsLossFromSlowness() throws {
        var history = RoundTripHistory()
        let results: [(Reason, UInt32)] = [(.none, 10_000), (.none, 10_000), (.timedOut, 0), (.none, 90_000)]
        for (index, result) in results.enumerated() {
            history.append(
                Observation(
                    at: .testStart.advanced(by: .seconds(index - 10)), failure: result.0,
                    phases: ProbePhases(connect: result.1)))
        }
        let line = Sparkline(history, until: .testStart)
        #expect(line.spans(width: 10, .night).map(\.text).joined() == "▃▃!▇")
        #expect(line.spans(width: 2, .night).map(\.text).joined() == "!▇", "the newest are kept")
        #expect(line.lossCount == 1)
        let earlier = Sparkline(history, until: .testStart.advanced(by: .seconds(-8)))
        #expect(!earlier.spans(width: 10, .night).contains { $0.text.contains("▇") })
    }
}
