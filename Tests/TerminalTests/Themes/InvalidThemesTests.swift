import TOML
import Terminal
import Testing

/// What is wrong with a theme is said in one line: where it is, and what would be right.
@Suite struct InvalidThemesTests {
    private func error(_ text: String, _ others: [String: String] = [:]) -> String? {
        var themes = SomeThemes(own: others)
        themes.own["mine"] = text
        let error = #expect(throws: FileError.self) { try themes.theme("mine") }
        return error?.description
    }

    @Test(arguments: [
        ("[ui\n", "mine.toml:1: expected `]`, found the end of the line (column 4)"),
        ("[ui]\ntitel = 1\n", "mine.toml:2: unknown key `titel` in [ui]; did you mean `title`?"),
        (
            "[lane]\nx = 1\n",
            "mine.toml:2: unknown key `x` in [lane]; there are `serving`, `standby`, `down`, `withdrawn`, `now`"
        ),
        (
            "[graph]\ngraph_low = 1\n",
            "mine.toml:2: unknown key `graph_low` in [graph]; there are `low`, `middle`, `high`, `loss`, `axis`"
        ),
        ("[status]\ndwon = 1\n", "mine.toml:2: unknown key `dwon` in [status]; did you mean `down`?"),
        ("\n[statuses]\n", "mine.toml:2: unknown section [statuses]; did you mean [status]?"),
        (
            "title = 1\n",
            "mine.toml:1: unknown key `title` outside of any section; there are [meta], [palette], [status], [ui], [change], [graph], [lane]"
        ),
        ("ui = 1\n", "mine.toml:1: [ui] must be a table, not the integer 1"),
        (
            "[meta]\nname = \"x\"\n",
            "mine.toml:2: unknown key `name` in [meta]; there are `about`, `appearance`, `inherits`, `twin`"
        ),
        (
            "[meta]\nappearance = \"drak\"\n",
            "mine.toml:2: `appearance` in [meta] must be \"dark\" or \"light\", not \"drak\""
        ),
        (
            "[meta]\ninherits = \"nigth\"\n",
            "mine.toml:2: `inherits` in [meta]: there is no theme \"nigth\"; did you mean \"night\"?"
        ),
        ("[meta]\ninherits = \"mine\"\n", "mine.toml:2: `inherits` in [meta]: a theme cannot inherit from itself"),
        (
            "[meta]\nabout = 1\n",
            "mine.toml:2: `about` in [meta] must be a text of up to 200 characters, not the integer 1"
        ),
        (
            "[ui]\ntitle = \"bleu\"\n",
            "mine.toml:2: `title` in [ui]: there is no colour \"bleu\"; did you mean \"blue\"?"
        ),
        (
            "[ui]\ntitle = \"chartreuse\"\n",
            "mine.toml:2: `title` in [ui]: there is no colour \"chartreuse\" in [palette]"
        ),
        (
            "[ui]\ntitle = { fg = \"bleu\" }\n",
            "mine.toml:2: `fg` of `title` in [ui]: there is no colour \"bleu\"; did you mean \"blue\"?"
        ),
        (
            "[status]\nup = { bg = \"gren\" }\n",
            "mine.toml:2: `bg` of `up` in [status]: there is no colour \"gren\"; did you mean \"green\"?"
        ),
        (
            "[ui]\ntitle = \"#12345\"\n",
            "mine.toml:2: `title` in [ui] must be \"#rrggbb\", 0 to 255, a colour's name or \"default\", or a table, not \"#12345\""
        ),
        (
            "[ui]\ntitle = 256\n",
            "mine.toml:2: `title` in [ui] must be \"#rrggbb\", 0 to 255, a colour's name or \"default\", or a table, not the integer 256"
        ),
        (
            "[ui]\ntitle = { fg = true }\n",
            "mine.toml:2: `fg` of `title` in [ui] must be \"#rrggbb\", 0 to 255, a colour's name or \"default\", not true"
        ),
        (
            "[ui]\ntitle = { color = 1 }\n",
            "mine.toml:2: unknown key `color` of `title` in [ui]; there are `fg`, `bg`, `attrs`, `ansi`, `plain`"
        ),
        ("[ui]\ntitle = { attr = 1 }\n", "mine.toml:2: unknown key `attr` of `title` in [ui]; did you mean `attrs`?"),
        (
            "[ui]\ntitle = { attrs = [\"blink\"] }\n",
            "mine.toml:2: `attrs` of `title` in [ui] must be a list of bold, dim, italic, underline, reverse, not one with \"blink\""
        ),
        (
            "[ui]\ntitle = { plain = 3 }\n",
            "mine.toml:2: `plain` of `title` in [ui] must be a list of bold, dim, italic, underline, reverse, not one with the integer 3"
        ),
        (
            "[ui]\ntitle = { ansi = \"#ffffff\" }\n",
            "mine.toml:2: `ansi` of `title` in [ui] must be one of the 16 names like \"bright-red\", 0 to 15 or \"default\", not \"#ffffff\""
        ),
        (
            "[ui]\ntitle = { ansi = { foreground = 1 } }\n",
            "mine.toml:2: unknown key `foreground` of `ansi` of `title` in [ui]; there are `fg`, `bg`, `attrs`"
        ),
        ("[palette]\ndefault = 1\n", "mine.toml:2: `default` in [palette]: no colour can be called that"),
        (
            "[palette]\na = \"blau\"\n",
            "mine.toml:2: `a` in [palette] must be \"#rrggbb\", 0 to 255, one of the 16 names like \"bright-red\" or \"default\", or a table with `colour`, not \"blau\""
        ),
        ("[palette]\na = { ansi = \"red\" }\n", "mine.toml:2: `a` in [palette]: `colour` is missing"),
        (
            "[palette]\na = { color = 1 }\n",
            "mine.toml:2: unknown key `color` of `a` in [palette]; did you mean `colour`?"
        ),
        (
            "[status]\nup = { sign = \"ok\" }\n",
            "mine.toml:2: `sign` of `up` in [status] must be one character of one column, not \"ok\""
        ),
        (
            "[status]\nup = { sign = \"✅\" }\n",
            "mine.toml:2: `sign` of `up` in [status] must be one character of one column, not \"✅\""
        ),
        (
            "[status]\nup = { sign = \"\\u0007\" }\n",
            "mine.toml:2: `sign` of `up` in [status] must be one character of one column, not \"\\u0007\""
        ),
        (
            "[status]\nup = { ascii = \"é\" }\n",
            "mine.toml:2: `ascii` of `up` in [status] must be one character of ASCII, not \"é\""
        ),
        // Of several mistakes the first in the file.
        (
            "[ui]\ntitle = { fg = \"bleu\" }\nkey = \"gren\"\n",
            "mine.toml:2: `fg` of `title` in [ui]: there is no colour \"bleu\"; did you mean \"blue\"?"
        ),
        (
            "[ui]\nkey = \"bleu\"\n[meta]\nappearance = 1\n",
            "mine.toml:4: `appearance` in [meta] must be \"dark\" or \"light\", not the integer 1"
        ),
    ])
    func oneLine(text: String, message: String) {
        #expect(error(text) == message)
    }

    @Test func aCircleIsNamed() {
        let others = ["a": "[meta]\ninherits = \"b\"\n", "b": "[meta]\ninherits = \"mine\"\n"]
        #expect(
            error("[meta]\ninherits = \"a\"\n", others)
                == "b.toml:2: `inherits` in [meta]: goes round in a circle: mine, a, b, mine")
    }

    @Test func aLongRowHasAnEnd() {
        var others: [String: String] = [:]
        for index in 0..<20 { others["t\(index)"] = "[meta]\ninherits = \"t\(index + 1)\"\n" }
        let message = error("[meta]\ninherits = \"t0\"\n", others)
        #expect(
            message?.hasPrefix("t6.toml:2: `inherits` in [meta]: more than 8 themes in a row: mine, t0, t1") == true)
    }

    @Test func aMistakeInAParentIsTheParents() {
        #expect(
            error("[meta]\ninherits = \"a\"\n", ["a": "[ui]\n\nkey = \"gren\"\n"])?.hasPrefix("a.toml:3: `key`") == true
        )
    }

    @Test func whatIsTooLongIsNotRead() {
        #expect(error(String(repeating: "#", count: 70_000)) == "mine.toml: larger than 65536 bytes")
    }

    @Test func anUnknownNameIsAnsweredWithWhatThereIs() {
        #expect(BuiltInThemes().refusal(of: "embr") == "there is no theme \"embr\"; did you mean \"ember\"?")
        #expect(
            BuiltInThemes().refusal(of: "solarized")
                == "there is no theme \"solarized\"; there are night, day, ember, paper, frost, mist, meadow, colourblind, "
                + "colourblind-light, contrast, contrast-light, mono, terminal")
    }

    /// Whatever stands in the file: a theme or a reason, in no time.
    @Test func noTextBreaksTheReader() throws {
        let seed =
            try #require(BuiltInThemes().text(of: "night")).text + (BuiltInThemes().text(of: "ember")?.text ?? "")
        var random = Sequence64(state: 5)
        for _ in 0..<300 {
            var bytes = Array(seed.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let start = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: start)
                case 1: bytes[start] = "[]{}\"'=.,#\\\n 0x".utf8.randomElement(using: &random) ?? 0
                default: bytes.replaceSubrange(start..<min(bytes.count, start + 9), with: bytes.suffix(7))
                }
            }
            let text = ThemeText(name: "mine", file: "mine.toml", text: String(decoding: bytes, as: UTF8.self))
            do throws(FileError) {
                _ = try Theme(reading: text, from: BuiltInThemes())
            } catch {
                #expect(error.description.hasPrefix("mine.toml:"))
            }
        }
    }
}

/// SplitMix64.
private struct Sequence64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
