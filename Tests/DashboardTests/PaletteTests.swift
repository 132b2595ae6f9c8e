import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// The palette: what is found, completed, run and refused.
@Suite struct PaletteTests {
    private func office(_ premises: Premises = Premises()) throws -> Desk {
        Desk(try TestZone.corpSnapshot(), size: Size(rows: 40, columns: 120), premises: premises)
    }

    private func names(_ text: String) -> [String] { PaletteMatch.commands(for: text).map(\.name) }

    @Test func everyActionIsThere() {
        let names = PaletteCommand.all.map(\.name)
        for action in Action.allCases { #expect(names.contains(action.name)) }
        #expect(Set(names).count == names.count)
    }

    @Test func whatBeginsLikeItComesFirst() {
        #expect(names("with").first == "withdraw")
        #expect(names("half").prefix(2) == ["half-page-up", "half-page-down"])
        #expect(names("page half").contains("half-page-up"))
        #expect(names("q").first == "quit")
        #expect(names("wdr") == ["withdraw"])
        #expect(names("probe").contains("refresh"))
        #expect(names("nothing like this").isEmpty)
    }

    @Test func enterRunsWhatIsFoundAndTabCompletesIt() throws {
        var desk = try office()
        desk.press(":")
        desk.type("hel")
        desk.press(.enter)
        #expect(desk.state.overlays.count == 1)
        #expect(desk.state.overlays.last is HelpOverlay)
        desk.press(.escape, ":")
        desk.type("wei")
        desk.press(.tab)
        #expect(desk.text.contains(":weight "))
        desk.type("10")
        desk.press(.enter)
        #expect(desk.requests.map(\.action) == [.weight(10)])
    }

    @Test func commandsTakeArguments() throws {
        let wishes: [(String, AdminAction)] = [
            ("renew 300", .renew(ttl: 300)), ("renew", .renew(ttl: nil)), ("weight 0", .weight(0)),
            ("priority 65535", .priority(65_535)), ("drain", .drain), ("undo", .undo(nil)), ("undo 12", .undo(12)),
            ("withdraw", .withdraw), ("redo", .redo),
        ]
        for (line, action) in wishes {
            var desk = try office()
            desk.press("j", ":")
            desk.type(line)
            desk.press(.enter)
            #expect(desk.requests.map(\.action) == [action], "\(line)")
            #expect(desk.state.overlays.isEmpty)
            #expect(!desk.hasExecuted)
        }
    }

    @Test(arguments: [
        ("weight 65536", "not a number from 0 to 65535"), ("weight x", "not a number"),
        ("renew 2147483648", "2147483647"),
        ("undo -1", "not an entry"), ("filter port>80a", "port"), ("witdhraw", "did you mean withdraw?"),
        ("theme nihgt", "did you mean night?"), ("weight", "0…65535"), ("copy-as xml", "there are record"),
        ("zzz", "there is no command “zzz”"), ("sort tlt", "did you mean ttl?"), ("group teir", "did you mean tier?"),
        ("zone nowhere", "there is no zone “nowhere”"),
    ])
    func mistakesAreSaidInPlace(_ line: String, _ text: String) throws {
        var premises = Premises()
        premises.themes = ["night", "day"]
        var desk = try office(premises)
        desk.press("j", ":")
        desk.type(line)
        desk.press(.enter)
        #expect(desk.state.overlays.last is PaletteOverlay)
        #expect(desk.text.contains(text), "\(line)")
        #expect(desk.requests.isEmpty)
    }

    @Test func themesAreCompleted() throws {
        var premises = Premises()
        premises.themes = ["night", "day", "frost"]
        var desk = try office(premises)
        desk.press(":")
        desk.type("theme fr")
        desk.press(.enter)
        #expect(desk.effects.contains { if case .useTheme("frost") = $0 { true } else { false } })
        desk.press(":")
        desk.type("theme ")
        desk.press(.down, .enter)
        #expect(desk.effects.contains { if case .useTheme("day") = $0 { true } else { false } })
    }

    @Test func rowsAreSortedAndGroupedByName() throws {
        var desk = try office()
        for line in ["sort rtt", "group flat"] {
            desk.press(":")
            desk.type(line)
            desk.press(.enter)
        }
        #expect(desk.state.order.sort == .rtt)
        #expect(desk.state.order.grouping == .flat)
        desk.press(":")
        desk.type("sort rtt")
        desk.press(.enter)
        #expect(desk.state.order.isInverted)
    }

    @Test func aZoneIsShownAloneByItsName() throws {
        var desk = Desk([try TestZone.corp(), try TestZone("lab.example.", "_a._tcp 60 SRV 0 0 1 h ; up")])
        desk.press(":")
        desk.type("zone lab")
        desk.press(.enter)
        #expect(desk.titles == ["_a._tcp", "  h:1"])
        desk.press(":")
        desk.type("zone")
        desk.press(.enter)
        #expect(desk.titles.count > 20)
    }

    @Test func aFilterCanBeTypedHere() throws {
        var desk = try office()
        desk.press(":")
        desk.type("filter web1")
        desk.press(.enter)
        #expect(desk.state.filter.text == "web1")
        desk.press(":")
        desk.type("filter")
        desk.press(.enter)
        guard case .filter = desk.state.focus else {
            Issue.record("no prompt")
            return
        }
    }

    @Test func whatWasRunComesFirstAgain() throws {
        var desk = try office()
        for line in ["filter web", "problems-only", "filter web"] {
            desk.press(":")
            desk.type(line)
            desk.press(.enter)
        }
        #expect(desk.state.palette.lines == ["filter web", "problems-only"])
        desk.press(.escape, ":", .enter)
        #expect(desk.state.filter.text == "web")
        for number in 0..<200 {
            desk.press(":")
            desk.type("filter x\(number)")
            desk.press(.enter)
        }
        #expect(desk.state.palette.lines.count == 50)
    }

    @Test func itIsLeftByEscapeOrByErasingNothing() throws {
        for key in [Key.escape, .backspace] {
            var desk = try office()
            desk.press(":", key)
            #expect(desk.state.overlays.isEmpty)
        }
    }

    @Test func aPasteIsOneLine() throws {
        var desk = try office()
        desk.press(":")
        desk.send(.input(.paste("quit\n\nquit\n")))
        #expect(desk.effects.isEmpty)
        #expect(desk.state.overlays.last is PaletteOverlay)
    }
}
