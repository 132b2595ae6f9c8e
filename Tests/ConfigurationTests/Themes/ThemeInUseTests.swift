import Configuration
import Dashboard
import TOML
import Terminal
import Testing

/// The theme that is drawn with: which one, and what becomes of it.
@Suite struct ThemeInUseTests {
    private func inUse(
        _ name: String?, followsTerminal: Bool = true, appearance: Theme.Appearance? = nil, _ themes: ThemeFolder
    ) -> ThemeInUse {
        let wish = ThemeWish(name: name, followsTerminal: followsTerminal)
        return ThemeInUse(wish, appearance: appearance, depth: .indexed256, shelf: themes.shelf)
    }

    @Test func withoutAWishItIsTheStandardOneOfTheTerminal() throws {
        let themes = try ThemeFolder()
        for (appearance, name) in [(Theme.Appearance?.none, "night"), (.dark, "night"), (.light, "day")] {
            var use = inUse(nil, appearance: appearance, themes)
            #expect(use.theme.name == name)
            try use.readAgain()
            #expect(use.theme.name == name)
            #expect(use.theme.depth == .indexed256)
            #expect(!use.hasFiles)
        }
    }

    @Test func onATerminalOfTheOtherKindItIsTheTwin() throws {
        let themes = try ThemeFolder()
        var use = inUse("ember", themes)
        try use.readAgain()
        #expect(use.theme.name == "ember")
        try use.learn(.light)
        #expect(use.theme.name == "paper")
        try use.learn(.dark)
        #expect(use.theme.name == "ember")
    }

    @Test func whatTheCommandLineNamesStays() throws {
        var use = inUse("ember", followsTerminal: false, try ThemeFolder())
        try use.readAgain()
        try use.learn(.light)
        #expect(use.theme.name == "ember")
    }

    @Test func whatIsChosenStays() throws {
        var use = inUse(nil, appearance: .light, try ThemeFolder())
        try use.use("frost")
        #expect(use.theme.name == "frost")
        try use.learn(.dark)
        try use.learn(.light)
        #expect(use.theme.name == "frost")
    }

    @Test func aChangedFileIsReadAgain() throws {
        let themes = try ThemeFolder([
            "mine": "[meta]\ninherits = \"base\"\n", "base": "[palette]\nblue = \"#010203\"\n",
        ])
        var use = inUse("mine", themes)
        try use.readAgain()
        #expect(use.hasFiles && !use.isOutdated)
        #expect(use.theme.name == "mine")
        try themes.write("base", "[palette]\nblue = \"#030201\" # longer\n")
        #expect(use.isOutdated)
        try use.readAgain()
        #expect(!use.isOutdated)
        #expect(use.theme.adapted(to: .rgb)[.title].foreground == .rgb(0x030201))
    }

    @Test func aMistakeLeavesWhatIsThereUntilItIsMended() throws {
        let themes = try ThemeFolder(["mine": "[palette]\nblue = \"#010203\"\n"])
        var use = inUse("mine", themes)
        try use.readAgain()
        try themes.write("mine", "[palette]\nblue = \"#01020\"\n")
        #expect(use.isOutdated)
        let error = #expect(throws: FileError.self) { try use.readAgain() }
        #expect(error?.description.hasPrefix("\(themes.path("mine")):2: `blue` in [palette] must be") == true)
        #expect(use.theme.adapted(to: .rgb)[.title].foreground == .rgb(0x010203))
        // Said once, not each second.
        #expect(!use.isOutdated)
        try themes.write("mine", "[palette]\nblue = \"#040506\" # mended\n")
        #expect(use.isOutdated)
        try use.readAgain()
        #expect(use.theme.adapted(to: .rgb)[.title].foreground == .rgb(0x040506))
    }

    @Test func oneThatIsBrokenAtTheStartIsNoReasonNotToStart() throws {
        let themes = try ThemeFolder(["mine": "[ui"])
        var use = inUse("mine", appearance: .light, themes)
        #expect(throws: FileError.self) { try use.readAgain() }
        #expect(use.theme.name == "day")
        #expect(use.hasFiles)
        try themes.write("mine", "")
        #expect(use.isOutdated)
        try use.readAgain()
        #expect(use.theme.name == "mine")
    }

    @Test func oneThatCannotBeReadIsNotChosen() throws {
        var use = inUse("frost", try ThemeFolder(["mine": "[ui"]))
        try use.readAgain()
        #expect(throws: FileError.self) { try use.use("mine") }
        #expect(throws: FileError.self) { try use.use("nobody") }
        #expect(use.theme.name == "frost")
        try use.readAgain()
        #expect(use.theme.name == "frost")
    }

    @Test func theListHasEveryThemeAndWhatIsWrongWithIt() throws {
        let themes = try ThemeFolder(["mine": "[ui", "other": ""])
        let listing = inUse("frost", themes).listing
        #expect(listing.entries.map(\.name) == themes.shelf.names)
        #expect(listing.inUse == "night")
        let broken = listing.entries.filter { if case .failure = $0.theme { true } else { false } }
        #expect(broken.map(\.name) == ["mine"])
        for entry in listing.entries {
            if case .success(let theme) = entry.theme { #expect(theme.depth == .indexed256) }
        }
    }

    @Test func theCommandLineWinsOverTheFileOverTheLastChoice() throws {
        var settings = Settings()
        #expect(settings.themeWish(lastChosen: nil) == ThemeWish(name: nil, followsTerminal: true))
        #expect(settings.themeWish(lastChosen: "ember") == ThemeWish(name: "ember", followsTerminal: true))
        settings = try ConfigurationFixture().settings("[display]\ntheme = \"frost\"\n")
        #expect(settings.themeWish(lastChosen: "ember") == ThemeWish(name: "frost", followsTerminal: true))
        var overrides = Overrides()
        overrides.theme = "mono"
        try settings.apply(overrides)
        #expect(settings.themeWish(lastChosen: "ember") == ThemeWish(name: "mono", followsTerminal: false))
    }
}
