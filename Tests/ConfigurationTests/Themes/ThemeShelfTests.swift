import Configuration
import Glibc
import PeerServers
import TOML
import Terminal
import Testing

/// The user's own themes and the built-in ones.
@Suite struct ThemeShelfTests {
    @Test func theUsersStandBehindTheBuiltInOnes() throws {
        let themes = try ThemeFolder(["zebra": "", "apple": "", "night": "", ".hidden": ""])
        try themes.folder.write("notes.txt", "")
        #expect(themes.shelf.names == BuiltInThemes().names + ["apple", "zebra"])
    }

    @Test func theUsersWinsOverABuiltInOneOfItsName() throws {
        let themes = try ThemeFolder(["frost": "[ui]\ntitle = \"#010203\"\n"])
        let frost = try themes.shelf.theme("frost")
        #expect(frost[.title].foreground == .rgb(0x010203))
        #expect(frost.files == [themes.path("frost")])
        // A built-in one that inherits from it is as it was made.
        #expect(try themes.shelf.theme("mist")[.title].foreground != .rgb(0x010203))
    }

    @Test func themesInheritFromOneAnother() throws {
        let themes = try ThemeFolder(["a": "[meta]\ninherits = \"b\"\n", "b": "[palette]\nblue = \"#010203\"\n"])
        let a = try themes.shelf.theme("a")
        #expect(a[.title].foreground == .rgb(0x010203))
        #expect(a.files == [themes.path("a"), themes.path("b")])
    }

    @Test func withoutAFolderThereAreTheBuiltInOnes() throws {
        for shelf in [ThemeShelf(folder: nil), ThemeShelf(folder: "/nonexistent")] {
            #expect(shelf.names == BuiltInThemes().names)
            #expect(try shelf.theme("ember").name == "ember")
        }
    }

    @Test(arguments: ["", ".", "..", "../x", "/etc/passwd", "a/b", ".hidden", String(repeating: "x", count: 65)])
    func noNameLeadsOutOfTheFolder(name: String) throws {
        let themes = try ThemeFolder([".hidden": ""])
        #expect(try themes.shelf.text(of: name) == nil)
    }

    @Test func whatCannotBeReadIsSaidWithItsPath() throws {
        let themes = try ThemeFolder(["bad": "[ui]\ntitel = 1\n"])
        try #require(mkdir(themes.path("folder"), 0o700) == 0)
        let bad = #expect(throws: FileError.self) { try themes.shelf.theme("bad") }
        #expect(bad?.description == "\(themes.path("bad")):2: unknown key `titel` in [ui]; did you mean `title`?")
        let folder = #expect(throws: FileError.self) { try themes.shelf.theme("folder") }
        #expect(folder?.description == "\(themes.path("folder")): not a file")
        let missing = #expect(throws: FileError.self) { try themes.shelf.theme("bud") }
        #expect(missing?.description == "there is no theme \"bud\"; did you mean \"bad\"?")
    }
}
