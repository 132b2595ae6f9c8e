import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// What each key does to the state, and what it asks the program for.
@Suite struct KeyTests {
    private func office(rows: Int = 24) throws -> Desk {
        Desk([try TestZone.corp()], size: Size(rows: rows, columns: 80))
    }

    @Test func worstServicesComeFirstAndWithinThemTheWorstInstances() throws {
        #expect(
            try office().titles.prefix(13) == [
                "_ldap._tcp", "  10-0-9-9:389", "  dc1:389", "  dc2:389", "  dc3:389",
                "_kerberos._udp", "  dc1:88", "  dc2:88", "  dc3:88",
                "_imaps._tcp", "  mail:993",
                "_http._tcp", "  web1:8080",
            ])
    }

    @Test func namesWithinAStatusAreOrderedByTheirNumbers() throws {
        let zone = try TestZone(
            "z.",
            (1...12).map { "_a._tcp 60 SRV 0 0 80 web\($0) ; up" }.joined(separator: "\n")
                + "\n_a._tcp 60 SRV 0 5 80 heavy ; up\n_a._tcp 60 SRV 1 9 80 later ; up")
        #expect(
            Desk([zone]).titles == ["_a._tcp", "  heavy:80"] + (1...12).map { "  web\($0):80" } + ["  later:80"])
    }

    @Test func arrowsAndLettersMoveByOne() throws {
        var desk = try office()
        desk.press("j", .down, "k", "j")
        #expect(desk.cursorTitle == "dc1:389")
        desk.press(.up, .up, .up, .up, .up)
        #expect(desk.cursorTitle == "_ldap._tcp")
    }

    @Test func endsAndPages() throws {
        var desk = try office()
        desk.press("G")
        #expect(desk.state.cursor.row == 30)
        #expect(desk.cursorLine != nil)
        desk.press("g")
        #expect(desk.state.cursor.row == 0)
        let page = desk.state.pageHeight
        desk.press(.pageDown)
        #expect(desk.state.cursor.row == page - 1)
        #expect(desk.state.top == page - 1)
        desk.press(.control("u"))
        #expect(desk.state.cursor.row == page - 1 - page / 2)
        desk.press(.end, .control("f"), .control("d"))
        #expect(desk.state.cursor.row == 30)
        #expect(desk.state.top == 31 - page)
        desk.press(.home, .control("b"))
        #expect(desk.state.cursor.row == 0)
    }

    @Test func foldingHidesInstancesAndLeavesTheCursorOnTheService() throws {
        var desk = try office()
        desk.press(.enter)
        #expect(desk.titles.prefix(2) == ["_ldap._tcp", "_kerberos._udp"])
        desk.press(.enter)
        #expect(desk.titles.prefix(2) == ["_ldap._tcp", "  10-0-9-9:389"])
        desk.press(.right)
        #expect(desk.cursorTitle == "10-0-9-9:389")
        desk.press(.left)
        #expect(desk.cursorTitle == "_ldap._tcp")
        desk.press(.left)
        #expect(desk.titles.count == 27)
        desk.press(.right)
        #expect(desk.titles.count == 31)
    }

    @Test func foldingAllKeepsTheService() throws {
        var desk = try office()
        desk.press("n", "n", "n")
        #expect(desk.cursorTitle == "dc1:88")
        desk.press("-")
        #expect(desk.cursorTitle == "_kerberos._udp")
        #expect(desk.titles.count == 9)
        desk.press(.right, "+")
        #expect(desk.cursorTitle == "_kerberos._udp")
        #expect(desk.titles.count == 31)
    }

    @Test func theNextProblemGoesRoundAndBack() throws {
        var desk = try office()
        var seen: [String] = []
        for _ in 0..<8 {
            desk.press("n")
            seen.append(desk.cursorTitle ?? "")
        }
        let round = ["10-0-9-9:389", "dc1:389", "dc1:88", "mail:993", "web1:8080", "web10:8080", "sbc-a:5060"]
        #expect(seen == round + ["10-0-9-9:389"])
        var back: [String] = []
        for _ in 0..<7 {
            desk.press("N")
            back.append(desk.cursorTitle ?? "")
        }
        #expect(back == round.reversed())
    }

    @Test func aFoldedServiceIsAProblemItself() throws {
        var desk = try office()
        desk.press("-", "n")
        #expect(desk.cursorTitle == "_kerberos._udp")
        desk.press("N", "N")
        #expect(desk.cursorTitle == "_sip._udp")
    }

    @Test func withoutProblemsTheKeySaysSo() throws {
        var desk = Desk([try TestZone("z.", "_a._tcp 60 SRV 0 0 80 h ; up")])
        desk.press("n")
        #expect(desk.lines.last?.contains("No problems here") == true)
        desk.press("j")
        #expect(desk.state.message == nil)
    }

    @Test func problemsOnly() throws {
        var desk = try office()
        desk.press("f")
        #expect(desk.titles.filter { $0.hasPrefix("  ") }.count == 7)
        #expect(desk.text.contains("7 of 22"))
        desk.press("f")
        #expect(desk.titles.count == 31)
    }

    @Test func theFilterWorksAsItIsTyped() throws {
        var desk = try office()
        desk.press("/")
        desk.type("web")
        #expect(desk.titles == ["_http._tcp", "  web1:8080", "  web10:8080", "  web2:8080", "  web3:8080"])
        desk.type("1")
        #expect(desk.titles == ["_http._tcp", "  web1:8080", "  web10:8080"])
        desk.press(.backspace, .down, .enter)
        #expect(desk.cursorTitle == "web1:8080")
        #expect(desk.state.focus == .table)
        #expect(desk.state.filter.text == "web")
        desk.press("/", .escape)
        #expect(desk.titles.count == 31)
    }

    @Test func escapeBringsTheCursorBack() throws {
        var desk = try office()
        desk.press("n", "n", "n", "n", "/")
        #expect(desk.cursorTitle == "mail:993")
        desk.type("web")
        #expect(desk.cursorTitle != "mail:993")
        desk.press(.escape)
        #expect(desk.cursorTitle == "mail:993")
    }

    @Test func aMistakeKeepsTheLastRowsAndThePrompt() throws {
        var desk = try office()
        desk.press("/")
        desk.type("web (")
        #expect(desk.titles.count == 5)
        desk.press(.enter)
        guard case .filter = desk.state.focus else {
            Issue.record("the prompt is gone")
            return
        }
        desk.type("web1)")
        desk.press(.enter)
        #expect(desk.state.focus == .table)
    }

    @Test func aTermThatIsBeingTypedDoesNotHideEverything() throws {
        var desk = try office()
        desk.press("/")
        desk.type("web status:")
        #expect(desk.titles.count == 5)
        desk.type("s")
        #expect(desk.titles == ["_http._tcp", "  web10:8080"])
        desk.press(.control("u"))
        desk.type("port:")
        #expect(desk.titles.count == 31)
    }

    @Test func theLineCanBeEdited() throws {
        var desk = try office()
        desk.press("/")
        desk.type("ldapx dc1")
        desk.press(.control("w"), .backspace, .backspace, .home, .right, .delete, .end)
        desk.send(.input(.paste("\ndc2\t")))
        guard case .filter(let prompt) = desk.state.focus else {
            Issue.record("the prompt is gone")
            return
        }
        #expect(prompt.text == "lap dc2 ")
        desk.press(.control("u"))
        #expect(desk.state.filter.isEmpty)
        desk.press("q")
        #expect(desk.effects.isEmpty)
    }

    @Test func escapeClosesOneThingAfterTheOther() throws {
        var desk = try office()
        desk.press("f", "/")
        desk.type("dc")
        desk.press(.enter, "j", .enter)
        #expect(desk.state.areDetailsOpen)
        desk.press(.escape)
        #expect(!desk.state.areDetailsOpen)
        desk.press(.escape)
        #expect(desk.state.filter.isEmpty)
        desk.press(.escape)
        #expect(!desk.state.problemsOnly)
    }

    @Test(arguments: [Key("q"), .control("c")]) func quitting(_ key: Key) throws {
        var desk = try office()
        desk.press(key)
        guard case .quit? = desk.effects.last else {
            Issue.record("nothing happened")
            return
        }
    }

    @Test func interruptSuspendAndRedrawWorkEverywhere() throws {
        for opener in ["/", "?"] as [Key] {
            var desk = try office()
            desk.press(opener, .control("z"), .control("l"), .control("c"))
            let names = desk.effects.map { effect in
                switch effect {
                case .suspend: "suspend"
                case .redraw: "redraw"
                case .quit: "quit"
                default: "other"
                }
            }
            #expect(names == ["suspend", "redraw", "quit"])
        }
    }

    @Test func refreshAsksForAllZonesAndForWhatIsShown() throws {
        var desk = Desk([try TestZone.corp(), try TestZone("lab.", "_a._tcp 60 SRV 0 0 1 h ; up")])
        desk.press("r")
        guard case .refresh(let refresh)? = desk.effects.last else {
            Issue.record("nothing happened")
            return
        }
        #expect(refresh.zones.map(\.description) == ["corp.example.", "lab."])
        let shown = desk.titles.prefix(desk.state.pageHeight).filter { $0.hasPrefix("  ") }.count
        #expect(refresh.instances.values.reduce(0) { $0 + $1.count } == shown)
    }

    @Test func helpTellsEveryBindingAndEveryStatus() throws {
        var desk = try office(rows: 120)
        desk.press("?")
        for action in Action.allCases { #expect(desk.text.contains(action.summary), "\(action)") }
        for status in Status.allCases { #expect(desk.text.contains(status.meaning), "\(status)") }
        desk.press("q")
        #expect(desk.state.focus == .table)
        #expect(desk.effects.isEmpty)
    }

    @Test func helpScrollsToItsEndAndNoFurther() throws {
        var desk = try office()
        desk.press("?", "G", "j", .pageDown)
        let last = desk.lines[desk.state.layout.body.bottom - 1]
        #expect(last.contains("a second click presses it"))
    }

    @Test func everyActionHasAKeyAndNoKeyHasTwo() {
        let map = KeyMap.standard
        for action in Action.allCases { #expect(!map.keys(for: action).isEmpty) }
        let keys = map.bindings.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test func theMouseTakesTheCursorAlong() throws {
        var desk = try office()
        let table = desk.state.layout.table
        desk.click(row: table.row + 3, column: 20)
        #expect(desk.cursorTitle == "dc2:389")
        desk.click(row: table.row, column: 1)
        #expect(desk.cursorTitle == "_ldap._tcp")
        #expect(desk.titles.count == 27)
        desk.click(row: table.row, column: 20)
        #expect(desk.titles.count == 31)
        desk.click(row: table.bottom + 1, column: 20)
        #expect(desk.cursorTitle == "_ldap._tcp")
    }

    @Test func theWheelMovesTheRowsAndNotTheCursor() throws {
        var desk = try office()
        desk.press("j", "j", "j", "j")
        let wheel = { (action: MouseEvent.Action) in
            DashboardEvent.input(.mouse(MouseEvent(action, at: Position(row: 5, column: 5))))
        }
        desk.send(wheel(.wheelDown))
        #expect(desk.state.top == 3)
        #expect(desk.cursorTitle == "dc3:389")
        desk.send(wheel(.wheelDown))
        #expect(desk.state.cursor.row == desk.state.top)
        for _ in 0..<50 { desk.send(wheel(.wheelDown)) }
        #expect(desk.state.top == 31 - desk.state.pageHeight)
        for _ in 0..<50 { desk.send(wheel(.wheelUp)) }
        #expect(desk.state.top == 0)
    }
}
