import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Choosing a theme: the screen is drawn with what is under the cursor.
@Suite struct ThemesOverlayTests {
    /// The built-in themes, one of the user's, and one of theirs with a mistake in it.
    private struct Shelf: ThemeTexts {
        let own = ["mine": "[ui]\ntitle = \"#010203\"\n", "wrong": "[ui]\ntitel = 1\n"]
        var names: [String] { BuiltInThemes().names + own.keys.sorted() }

        func text(of name: String) -> ThemeText? {
            own[name].map { ThemeText(name: name, file: "\(name).toml", text: $0) } ?? BuiltInThemes().text(of: name)
        }
    }

    private func desk(inUse: String = "night", size: Size = Size(rows: 26, columns: 100)) throws -> Desk {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("j", "T")
        #expect(desk.state.overlays.count == 1)
        guard case .listThemes? = desk.effects.last else {
            Issue.record("nobody asked for the themes")
            return desk
        }
        desk.effects = []
        desk.send(.themes(ThemeListing(of: Shelf(), at: .rgb, inUse: inUse)))
        return desk
    }

    private func themes(_ desk: Desk) -> [String] {
        desk.effects.compactMap { if case .useTheme(let name) = $0 { name } else { nil } }
    }

    private func kept(_ desk: Desk) -> [ViewPreferences] {
        desk.effects.compactMap { if case .save(let preferences) = $0 { preferences } else { nil } }
    }

    @Test func beginsAtTheOneInUse() throws {
        let desk = try desk(inUse: "frost")
        #expect(desk.text.contains("› frost"))
        #expect(desk.text.contains("cool and dark"))
        #expect(themes(desk).isEmpty)
    }

    @Test func drawsWithWhatIsUnderTheCursor() throws {
        var desk = try desk()
        desk.press("j", .down, "k", .end)
        #expect(themes(desk) == ["day", "ember", "day"])
        // The last has a mistake in it: the screen stays as it is, the mistake is said.
        #expect(desk.text.contains("› wrong"))
        #expect(desk.text.contains("unknown key `titel`"))
        desk.press(.up)
        #expect(themes(desk).last == "mine")
    }

    @Test func enterKeepsIt() throws {
        var desk = try desk()
        desk.press("j", "j", .enter)
        #expect(desk.state.overlays.isEmpty)
        #expect(kept(desk).map(\.theme) == ["ember"])
        #expect(desk.state.preferences.theme == "ember")
        #expect(themes(desk).last == "ember")
        #expect(desk.text.contains("theme ember, kept for the next start"))
    }

    @Test func whatElseWasKeptStaysKept() throws {
        var desk = try desk()
        desk.state.preferences.sort = "share"
        desk.press("j", .enter)
        #expect(kept(desk).first?.sort == "share")
    }

    @Test(arguments: [Key.escape, "q", "T"])
    func leavingGoesBackToTheOneBefore(key: Key) throws {
        var desk = try desk(inUse: "frost")
        desk.press("j", "j", key)
        #expect(desk.state.overlays.isEmpty)
        #expect(themes(desk) == ["mist", "meadow", "frost"])
        #expect(kept(desk).isEmpty)
        #expect(desk.state.preferences.theme == nil)
        desk.press("T")
        desk.send(.themes(ThemeListing(of: Shelf(), at: .rgb, inUse: "frost")))
        desk.effects = []
        desk.press(key)
        #expect(desk.effects.isEmpty)
    }

    @Test func oneWithAMistakeIsNotKept() throws {
        var desk = try desk()
        desk.press(.end, .enter)
        #expect(desk.state.overlays.count == 1)
        #expect(kept(desk).isEmpty)
    }

    @Test func beforeTheThemesAreThereNothingHappens() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("T", "j", .enter)
        #expect(desk.state.overlays.count == 1)
        #expect(themes(desk).isEmpty && kept(desk).isEmpty)
        desk.press(.escape)
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func theMouseChoosesToo() throws {
        var desk = try desk()
        let row = try #require(desk.lines.firstIndex { $0.contains("meadow") })
        desk.click(row: row, column: 60)
        #expect(themes(desk) == ["meadow"])
        desk.send(.input(.mouse(MouseEvent(.wheelDown, at: Position(row: row, column: 60)))))
        #expect(themes(desk).last == "colourblind")
        // Beside it nothing is chosen.
        desk.click(row: row, column: 5)
        #expect(themes(desk).count == 2)
    }

    @Test func aNewListKeepsThePlace() throws {
        var desk = try desk()
        desk.press("j", "j")
        desk.send(.themes(ThemeListing(of: BuiltInThemes(), at: .rgb, inUse: "ember")))
        #expect(desk.text.contains("› ember"))
        desk.press(.escape)
        #expect(themes(desk).last == "night")
    }

    @Test(arguments: SceneTests.sizes) func scene(_ size: Size) throws {
        var desk = try desk(size: size)
        desk.press("j", "j")
        Golden.check(desk, "themes")
    }

    /// A theme with a background of its own leaves no cell on the terminal's.
    @Test(arguments: ["ember", "paper", "contrast"]) func coversTheWholeScreen(name: String) throws {
        let theme = try BuiltInThemes().theme(name)
        for desk in [
            try desk(), try TestZone.corpSnapshot().desk(pressing: "?"), try desk(size: Size(rows: 60, columns: 200)),
        ] {
            let surface = render(desk.state, theme: theme).surface
            for row in 0..<surface.size.rows {
                for column in 0..<surface.size.columns {
                    guard surface[row, column].style.background == .default else { continue }
                    Issue.record("row \(row), column \(column)")
                    return
                }
            }
        }
    }

    /// The cursor's row is laid over the theme's own background.
    @Test(arguments: BuiltInThemes().names) func showsTheCursorsRow(name: String) throws {
        let theme = try BuiltInThemes().theme(name)
        let desk = try TestZone.corpSnapshot().desk(pressing: "j")
        let surface = render(desk.state, theme: theme).surface
        let row = try #require(desk.lines.firstIndex { $0.hasPrefix("›") })
        #expect(surface[row, 90].style.background == theme.grounded(theme[.cursor]).background)
        #expect(surface[row, 90].style != surface[row + 1, 90].style)
    }
}

extension Snapshot {
    fileprivate func desk(pressing key: Key) -> Desk {
        var desk = Desk(self, size: Size(rows: 26, columns: 100))
        desk.press(key)
        return desk
    }
}
