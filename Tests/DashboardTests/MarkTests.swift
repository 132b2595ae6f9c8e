import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Marks, and what an action would be about.
@Suite struct MarkTests {
    private static let text = """
        _a._tcp 60 SRV 0 0 80 a1 ; up
        _a._tcp 60 SRV 0 0 80 a2 ; up
        _a._tcp 60 SRV 0 0 80 a3 ; up
        _b._tcp 60 SRV 0 0 80 b1 ; up
        _b._tcp 60 SRV 0 0 80 b2 ; up
        """

    private func titles(_ desk: Desk) -> [String] {
        desk.subjects.compactMap { $0.split(separator: " ").last.map(String.init) }.sorted()
    }

    @Test func withoutMarksAnActionIsAboutTheRecordUnderTheCursor() throws {
        var desk = Desk([try TestZone("z.", Self.text)])
        desk.press("j", "j")
        #expect(titles(desk) == ["a2:80"])
        #expect(desk.state.actionSubjects.hiddenCount == 0)
    }

    @Test func onAGroupItIsAboutItsMembers() throws {
        var desk = Desk([try TestZone("z.", Self.text)])
        #expect(titles(desk) == ["a1:80", "a2:80", "a3:80"])
        #expect(desk.state.actionSubjects.hiddenCount == 0)
        desk.press(.left)
        #expect(desk.state.actionSubjects.hiddenCount == 3)
    }

    @Test func whatIsGoneCannotBeActedOn() throws {
        var zone = try TestZone("z.", Self.text)
        try zone.replace(with: Self.text.replacing("_a._tcp 60 SRV 0 0 80 a1 ; up\n", with: ""))
        var desk = Desk([zone])
        desk.press("j", "j", "j")
        #expect(desk.cursorTitle == "a1:80")
        #expect(desk.subjects.isEmpty)
    }

    @Test func spaceMarksAndGoesOn() throws {
        var desk = Desk([try TestZone("z.", Self.text)])
        desk.press("j", .space, .space)
        #expect(desk.cursorTitle == "a3:80")
        #expect(titles(desk) == ["a1:80", "a2:80"])
        #expect(desk.text.contains("◆ 2 marked"))
        desk.press("k", .space)
        #expect(titles(desk) == ["a1:80"])
        desk.press("U")
        #expect(desk.state.marks.isEmpty)
        #expect(!desk.text.contains("◆"))
    }

    @Test func onAGroupSpaceMarksAllOfItAndGoesToTheNext() throws {
        var desk = Desk([try TestZone("z.", Self.text)])
        desk.press(.space)
        #expect(desk.cursorTitle == "_b._tcp")
        #expect(titles(desk) == ["a1:80", "a2:80", "a3:80"])
        desk.press("g", .space, .space)
        #expect(titles(desk) == ["b1:80", "b2:80"])
    }

    @Test func aRangeFollowsTheCursor() throws {
        var desk = Desk([try TestZone("z.", Self.text)])
        desk.press("j", "j", "V", "j")
        #expect(titles(desk) == ["a2:80", "a3:80"])
        desk.press("j", "j")
        #expect(titles(desk) == ["a2:80", "a3:80", "b1:80"])
        desk.press("k", "k", "k", "k")
        #expect(titles(desk) == ["a1:80", "a2:80"])
        desk.press("V", "j", "j", "j")
        #expect(titles(desk) == ["a1:80", "a2:80"])
    }

    @Test func escapeTakesARangeBack() throws {
        var desk = Desk([try TestZone("z.", Self.text)])
        desk.press("j", .space, "V", "G")
        #expect(titles(desk).count == 5)
        desk.press(.escape)
        #expect(titles(desk) == ["a1:80"])
    }

    @Test func aRangeThatIsUnderWayWhenRowsMoveKeepsWhatItHas() throws {
        var zone = try TestZone("z.", Self.text)
        var desk = Desk([zone])
        desk.press("j", "V", "j")
        try zone.set("b2:80", "down refused for=0s")
        desk.wait(.seconds(3))
        desk.show([zone])
        #expect(desk.titles.first == "_b._tcp")
        #expect(titles(desk) == ["a1:80", "a2:80"])
        desk.press("k", "k", "k")
        #expect(titles(desk) == ["a1:80", "a2:80", "b1:80"])
    }

    @Test func theFilterHidesMarksAndSaysSo() throws {
        var desk = Desk([try TestZone("z.", Self.text)])
        desk.press("*")
        #expect(titles(desk).count == 5)
        desk.press("/")
        desk.type("b1")
        desk.press(.enter)
        #expect(titles(desk).count == 5)
        #expect(desk.state.actionSubjects.hiddenCount == 4)
        #expect(desk.text.contains("5 marked, 4 hidden"))
    }

    @Test func allThatIsShownIsMarkedAndNoMore() throws {
        var desk = Desk([try TestZone("z.", Self.text)])
        desk.press("/")
        desk.type("b")
        desk.press(.enter, "*", .escape)
        #expect(titles(desk) == ["b1:80", "b2:80"])
        #expect(desk.state.actionSubjects.hiddenCount == 0)
    }

    @Test func marksStayWithTheirRecordsWhenTheZoneIsReadAnew() throws {
        var desk = Desk([try TestZone("z.", Self.text)])
        desk.press("j", .space, "j", .space)
        let marked = desk.marked
        desk.wait(.seconds(3))
        desk.show([try TestZone("z.", "")])
        #expect(desk.subjects.isEmpty)
        desk.show([try TestZone("z.", Self.text.split(separator: "\n").reversed().joined(separator: "\n"))])
        #expect(desk.marked == marked)
        desk.press("t", "t", "t", "I", ">")
        #expect(desk.marked == marked)
    }

    /// Two records of one target and port, with priorities of their own, are two records.
    @Test func twinsAreToldApart() throws {
        let text = "_a._tcp 60 SRV 1 0 80 h ; up\n_a._tcp 60 SRV 2 0 80 h ; up"
        var zone = try TestZone("z.", text)
        var desk = Desk([zone])
        desk.press("j", "j", .space)
        let subject = try #require(desk.state.actionSubjects.subjects.first)
        #expect(desk.state.arrangement.basis.zones[0].catalog.location(of: subject.instance).priority == 2)
        try zone.replace(with: text + "\n_b._tcp 60 SRV 0 0 80 h ; up")
        desk.wait(.seconds(3))
        desk.show([zone])
        #expect(desk.state.actionSubjects.subjects == [subject])
    }

    @Test func thereIsALimit() throws {
        let lines = (0...Marks.most).map { "_a._tcp 60 SRV 0 0 80 h\($0) ; up" }
        var desk = Desk([try TestZone("z.", lines.joined(separator: "\n"))])
        desk.press("*")
        #expect(desk.state.marks.isEmpty)
        #expect(desk.lines.last?.contains("10,001 are shown, 10,000 can be marked") == true)
        desk.press("j", "V", "G")
        #expect(desk.state.marks.count == Marks.most)
    }
}
