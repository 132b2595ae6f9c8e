import Terminal
import Testing

@Suite("A theme of one's own")
struct ThemeReadingTests {
    private func theme(_ text: String, _ others: [String: String] = [:]) throws -> Theme {
        var themes = SomeThemes(own: others)
        themes.own["mine"] = text
        return try themes.theme("mine")
    }

    @Test("may be empty: it is the standard one then")
    func empty() throws {
        let mine = try theme("")
        for role in Role.allCases { #expect(mine[role] == Theme.night[role]) }
        #expect(mine.name == "mine")
        #expect(mine.files == ["mine.toml"])
        #expect(try theme("[meta]\nappearance = \"light\"\n")[.title] == Theme.day[.title])
    }

    @Test("changes what it names, and leaves the rest")
    func changes() throws {
        let mine = try theme(
            """
            [palette]
            blue = "#010203"
            own = { colour = 200, ansi = "green", attrs = "bold" }
            [ui]
            key = "own"
            match = { bg = "#0a0b0c" }
            footer = { fg = "red", attrs = ["italic", "dim"], plain = [] }
            [status]
            up = { sign = "✓", ascii = "Y" }
            [graph]
            low = 99
            """)
        // What the palette names differently is different everywhere.
        #expect(mine[.title] == Style(.rgb(0x010203), on: .default, .bold))
        #expect(mine[.key] == Style(.indexed(200), on: .default, .bold))
        #expect(mine.adapted(to: .ansi16)[.key] == Style(.ansi(2), on: .default, .bold))
        // Of a look only the part that is named.
        #expect(mine[.match].foreground == Theme.night[.match].foreground)
        #expect(mine[.match].background == .rgb(0x0a0b0c))
        #expect(mine[.footer] == Style(Theme.night[.error].foreground, on: .default, [.italic, .dim]))
        #expect(mine.adapted(to: .none)[.footer] == .plain)
        #expect(mine.sign(of: .up) == "✓" && mine.sign(of: .up, in: .ascii) == "Y")
        #expect(mine[.up] == Theme.night[.up])
        #expect(mine[.graphLow].foreground == .indexed(99))
        #expect(mine[.error] == Theme.night[.error])
    }

    @Test("inherits from one that inherits, each winning over the one before")
    func chain() throws {
        let mine = try theme(
            "[meta]\ninherits = \"middle\"\n[palette]\nred = \"#111111\"\n",
            [
                "middle":
                    "[meta]\ninherits = \"paper\"\ntwin = \"frost\"\n[palette]\nred = \"#222222\"\nblue = \"#333333\"\n"
            ])
        #expect(mine[.error].foreground == .rgb(0x111111))
        #expect(mine[.banner].background == .rgb(0x333333))
        #expect(mine.ground == (try BuiltInThemes().theme("paper")).ground)
        #expect(mine.appearance == .light)
        #expect(mine.files == ["mine.toml", "middle.toml"])
        #expect(mine.twin == nil)
    }

    @Test("may take the place of a built-in one and inherit from it")
    func sameName() throws {
        let themes = SomeThemes(own: ["night": "[meta]\ninherits = \"night\"\n[ui]\ntitle = \"#445566\"\n"])
        let night = try themes.theme("night")
        #expect(night[.title].foreground == .rgb(0x445566))
        #expect(night[.error] == Theme.night[.error])
        // Built-in ones are as they were made.
        #expect(try themes.theme("ember").files.isEmpty)
    }

    @Test("without stand-ins can be read with 16 colours, whatever those are")
    func guesses() throws {
        let mine = try theme(
            """
            [ui]
            background = "#102030"
            text = "#e0e0e0"
            cursor = { bg = "#333333", ansi = "default" }
            border = { bg = "#333333", fg = "default" }
            key = { fg = "#000001", bg = "#000000" }
            title = { fg = "#ff0000" }
            """
        ).adapted(to: .ansi16)
        #expect(mine.ground == .plain)
        #expect(mine[.border].attributes.contains(.reverse) && mine[.border].background == .default)
        #expect(mine[.key].attributes.contains(.reverse) && mine[.key].foreground == .default)
        #expect(mine[.title].foreground == .ansi(9))
    }

    @Test("lies on its own background, and so does what has none")
    func ground() throws {
        let mine = try theme("[ui]\nbackground = \"#102030\"\ntext = \"#e0e0e0\"\n")
        #expect(mine.ground == Style(.rgb(0xe0e0e0), on: .rgb(0x102030)))
        #expect(mine[.text].background == .default)
        #expect(mine.grounded(mine[.title]).background == .rgb(0x102030))
        var surface = Surface(Size(rows: 1, columns: 4), style: mine.ground)
        surface.put("ä", row: 0, column: 0, style: mine[.title])
        surface.put("b", row: 0, column: 1, style: Style(.ansi(1), on: .ansi(2)))
        surface.put("c", row: 0, column: 1, style: mine[.title])
        #expect(surface[0, 0].style.background == .rgb(0x102030))
        #expect(surface[0, 1].style.background == .ansi(2))
    }
}
