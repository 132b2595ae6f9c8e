import Configuration
import Testing

/// `[keymap]`: read as it is written; what keys and actions there are is the dashboard's to know.
@Suite struct KeyMapFilesTests {
    private static let text = """
        [keymap]
        preset = "vim"

        [keymap.bind]
        withdraw = ["W", "f9"]
        undo = "z"
        renew = []
        """

    @Test func bindingsArriveInTheirOrderWithTheirLines() throws {
        let settings = try ConfigurationFixture().settings(Self.text)
        #expect(settings.keyPreset.value == "vim")
        #expect(settings.keyBindings.map(\.action) == ["withdraw", "undo", "renew"])
        #expect(settings.keyBindings.map(\.keys.value) == [["W", "f9"], ["z"], []])
        let lines = settings.keyBindings.map { if case .file(_, let line) = $0.keys.origin { line } else { 0 } }
        #expect(lines == [5, 6, 7])
    }

    @Test func withoutTheSectionItIsThePresetDefault() throws {
        let settings = try ConfigurationFixture().settings("")
        #expect(settings.keyPreset.value == "default")
        #expect(settings.keyBindings.isEmpty)
    }

    @Test func thePresetAndWhatDiffersArePrinted() throws {
        let fixture = try ConfigurationFixture()
        let text = SettingsListing(try fixture.settings(Self.text)).description.replacing(fixture.folder, with: "")
        #expect(
            text.contains(
                """
                [keymap]
                preset = "vim"                  # /config.toml:2

                [keymap.bind]
                withdraw = ["W", "f9"]          # /config.toml:5
                undo = ["z"]                    # /config.toml:6
                renew = []                      # /config.toml:7

                """))
    }

    @Test(arguments: [
        ("[keymap]\npreset = 3\n", "config.toml:2: `preset` in [keymap] must be a string, not the integer 3"),
        ("[keymap]\npresett = \"vim\"\n", "config.toml:2: unknown key `presett` in [keymap]; did you mean `preset`?"),
        ("[keymap]\nbind = 1\n", "config.toml:2: `keymap.bind` must be a table: [keymap.bind]"),
        (
            "[keymap.bind]\nundo = [1]\n",
            "config.toml:2: `undo` in [keymap.bind] must be a list, each a string, not a list"
        ),
        ("[keymaps]\n", "config.toml:1: unknown section [keymaps]; did you mean [keymap]?"),
    ])
    func mistakesHaveTheirLine(_ text: String, _ complaint: String) throws {
        #expect(try ConfigurationFixture().complaint(text) == complaint)
    }
}
