import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Nothing jumps: rows stay where they are while someone works with them, the cursor stays on its record.
@Suite struct CalmTests {
    private static let text = """
        _a._tcp 60 SRV 0 0 80 a1 ; up
        _a._tcp 60 SRV 0 0 80 a2 ; up
        _b._tcp 60 SRV 0 0 80 b1 ; up
        _b._tcp 60 SRV 0 0 80 b2 ; up
        """

    @Test func untilItIsMovedTheCursorStaysAtTheTopWhereTheWorstIs() throws {
        var zone = try TestZone("z.", Self.text)
        var desk = Desk([zone])
        #expect(desk.cursorTitle == "_a._tcp")
        try zone.set("b2:80", "down refused for=0s")
        desk.show([zone])
        #expect(desk.titles == ["_b._tcp", "  b2:80", "  b1:80", "_a._tcp", "  a1:80", "  a2:80"])
        #expect(desk.cursorTitle == "_b._tcp")
    }

    @Test func rowsStayInPlaceForAMomentAfterAKeyButSayWhatIsKnown() throws {
        var zone = try TestZone("z.", Self.text)
        var desk = Desk([zone])
        let before = desk.titles
        desk.press("j")
        try zone.set("b2:80", "down refused for=0s")
        desk.wait(.milliseconds(500))
        desk.show([zone])
        #expect(desk.titles == before)
        #expect(desk.lines.contains { $0.contains("✗ down") && $0.contains("b2:80") })
        #expect(desk.lines.contains { $0.contains("✗ down") && $0.contains("_b._tcp") })
        desk.wait(.milliseconds(1499))
        #expect(desk.titles == before)
        desk.wait(.milliseconds(1))
        #expect(desk.titles.first == "_b._tcp")
        #expect(desk.cursorTitle == "a1:80")
    }

    @Test func theProgramIsToldWhenTheRowsMayMove() throws {
        var zone = try TestZone("z.", Self.text)
        var desk = Desk([zone])
        desk.press("j")
        try zone.set("b2:80", "down refused for=1h")
        desk.show([zone])
        #expect(desk.frame().nextTick == desk.now.advanced(by: .seconds(2)))
    }

    @Test func anOrderThatArrivesTooLateForTheCalmIsAskedForAgain() throws {
        var zone = try TestZone("z.", Self.text)
        var state = DashboardState(
            size: Size(rows: 24, columns: 80), at: .testStart,
            snapshot: Snapshot(at: .testStart, zones: [zone.snapshot]))
        let first = try #require(request(in: state.start()))
        _ = state.reduce(.arranged(first.arrange()), at: .testStart)
        try zone.set("b2:80", "down refused for=0s")
        let effects = state.reduce(.snapshot(Snapshot(at: .testStart, zones: [zone.snapshot])), at: .testStart)
        let second = try #require(request(in: effects))
        _ = state.reduce(.input(.key("j")), at: .testStart)
        _ = state.reduce(.arranged(second.arrange()), at: .testStart)
        #expect(state.arrangement.number == first.number)
        let later = Timestamp.testStart.advanced(by: .seconds(2))
        let third = try #require(request(in: state.reduce(.tick, at: later)))
        _ = state.reduce(.arranged(third.arrange()), at: later)
        #expect(state.arrangement.number == third.number)
    }

    @Test func aClockThatIsSetBackHoldsNothingUp() throws {
        var zone = try TestZone("z.", Self.text)
        var desk = Desk([zone])
        desk.press("j")
        try zone.set("b2:80", "down refused for=1h")
        desk.show([zone])
        #expect(desk.titles.first == "_a._tcp")
        desk.now = desk.now.advanced(by: .seconds(-3600))
        desk.send(.tick)
        #expect(desk.titles.first == "_b._tcp")
        #expect(desk.state.now == desk.now)
    }

    @Test func thereIsOneRequestAtATimeAndOldAnswersAreNotTaken() throws {
        let zone = try TestZone("z.", Self.text)
        let snapshot = Snapshot(at: .testStart, zones: [zone.snapshot])
        var state = DashboardState(size: Size(rows: 24, columns: 80), at: .testStart, snapshot: snapshot)
        let first = try #require(request(in: state.start()))
        #expect(request(in: state.reduce(.snapshot(snapshot), at: .testStart)) == nil)
        #expect(request(in: state.reduce(.input(.key("f")), at: .testStart)) == nil)
        let next = try #require(request(in: state.reduce(.arranged(first.arrange()), at: .testStart)))
        #expect(next.problemsOnly)
        #expect(state.arrangement.number == 0)
        _ = state.reduce(.arranged(next.arrange()), at: .testStart)
        _ = state.reduce(.arranged(first.arrange()), at: .testStart)
        #expect(state.arrangement.number == next.number)
    }

    private func request(in effects: [Effect]) -> ArrangementRequest? {
        effects.lazy.compactMap { if case .arrange(let request) = $0 { request } else { nil } }.first
    }

    @Test func theCursorFollowsItsRecordAndKeepsItsLineOnTheScreen() throws {
        let names = (10...60).map { "_s\($0)._tcp 60 SRV 0 0 80 h\($0) ; up" }
        var zone = try TestZone("z.", names.joined(separator: "\n"))
        var desk = Desk([zone])
        desk.press(.pageDown, .pageDown, "j")
        let title = desk.cursorTitle
        let line = desk.lines.firstIndex { $0.hasPrefix("›") }
        for number in 40...45 { try zone.set("h\(number):80", "down refused") }
        desk.wait(.seconds(3))
        desk.show([zone])
        #expect(desk.titles.first == "_s40._tcp")
        #expect(desk.cursorTitle == title)
        #expect(desk.lines.firstIndex { $0.hasPrefix("›") } == line)
    }

    @Test func aRecordWithANewWeightIsTheSameRecord() throws {
        var zone = try TestZone("z.", Self.text)
        var desk = Desk([zone])
        desk.press("j", "j")
        #expect(desk.cursorTitle == "a2:80")
        try zone.replace(with: Self.text.replacing("0 0 80 a2", with: "0 9 80 a2"))
        desk.wait(.seconds(3))
        desk.show([zone])
        #expect(desk.titles.prefix(3) == ["_a._tcp", "  a2:80", "  a1:80"])
        #expect(desk.cursorTitle == "a2:80")
    }

    @Test func whenTheRecordGoesItsTombstoneStaysUnderTheCursorAndThenANeighbour() throws {
        var zone = try TestZone("z.", Self.text)
        var desk = Desk([zone])
        desk.press("j")
        #expect(desk.cursorTitle == "a1:80")
        try zone.replace(with: Self.text.replacing("_a._tcp 60 SRV 0 0 80 a1 ; up\n", with: ""))
        desk.wait(.seconds(3))
        desk.show([zone])
        #expect(desk.titles.prefix(3) == ["_a._tcp", "  a2:80", "  a1:80"])
        #expect(desk.cursorTitle == "a1:80")
        #expect(desk.cursorLine?.contains("withdrawn") == true)
        zone.forgetTombstones()
        desk.show([zone])
        #expect(desk.cursorTitle == "a2:80")
    }

    /// A number that was reused means another record: what is on the screen still says what it said.
    @Test func aReusedNumberDoesNotPutAnotherRecordUnderTheCursor() throws {
        var zone = try TestZone("z.", Self.text)
        var desk = Desk([zone])
        desk.press("j")
        try zone.replace(with: Self.text.replacing("_a._tcp 60 SRV 0 0 80 a1 ; up\n", with: ""))
        zone.forgetTombstones()
        try zone.replace(
            with: Self.text.replacing("_a._tcp 60 SRV 0 0 80 a1 ; up\n", with: "_c._tcp 60 SRV 0 0 80 c1 ; down\n"))
        desk.wait(.seconds(1))
        desk.show([zone])
        #expect(desk.cursorLine?.contains("a1:80") == true)
        #expect(!desk.text.contains("c1:80"))
        desk.wait(.seconds(2))
        #expect(desk.titles.first == "_c._tcp")
        #expect(desk.cursorTitle?.hasPrefix("a") == true || desk.cursorTitle == "_a._tcp")
    }

    @Test func aFoldedServiceStaysFolded() throws {
        var zone = try TestZone("z.", Self.text)
        var desk = Desk([zone])
        desk.press(.left)
        try zone.set("b1:80", "down refused")
        desk.wait(.seconds(3))
        desk.show([zone])
        #expect(desk.titles == ["_b._tcp", "  b1:80", "  b2:80", "_a._tcp"])
        #expect(desk.cursorTitle == "_a._tcp")
    }

    @Test func columnsDoNotMoveWhenLongNamesGo() throws {
        let long = Self.text + "\n_c._tcp 60 SRV 0 0 80 a-host-with-a-rather-long-name ; up"
        var zone = try TestZone("z.", long)
        var desk = Desk([zone])
        let before = desk.lines[2]
        try zone.replace(with: Self.text)
        zone.forgetTombstones()
        desk.show([zone])
        #expect(desk.lines[2] == before)
    }
}
