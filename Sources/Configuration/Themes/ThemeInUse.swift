import Dashboard
import SmallFiles
import Terminal
import TOML

/// The theme that is drawn with. It is read again when its files change; what cannot be read leaves the one before.
package struct ThemeInUse: Sendable {
    package private(set) var theme: Theme
    package let shelf: ThemeShelf
    private var wish: ThemeWish
    /// What the terminal's background is; nil as long as nobody knows.
    private var appearance: Theme.Appearance?
    private let depth: ColourDepth
    /// The user's files that have to do with it.
    private var stamps: [String: FileStamp?] = [:]

    /// Starts with the standard theme; `readAgain` reads the one that is wished for.
    package init(
        _ wish: ThemeWish, appearance: Theme.Appearance?, depth: ColourDepth, shelf: ThemeShelf = ThemeShelf()
    ) {
        self.wish = wish
        self.appearance = appearance
        self.depth = depth
        self.shelf = shelf
        theme = BuiltInThemes.theme(appearance ?? .dark).adapted(to: depth)
    }

    /// Draws with this theme, and no other, from now on.
    package mutating func use(_ name: String) throws(FileError) {
        let before = self
        wish = ThemeWish(name: name, followsTerminal: false)
        do throws(FileError) {
            try readAgain()
        } catch {
            self = before
            throw error
        }
    }

    /// The terminal has said what its background is.
    package mutating func learn(_ appearance: Theme.Appearance) throws(FileError) {
        guard appearance != self.appearance else { return }
        self.appearance = appearance
        if wish.followsTerminal { try readAgain() }
    }

    package mutating func readAgain() throws(FileError) {
        let name = wish.name ?? BuiltInThemes.standard(appearance ?? .dark)
        do throws(FileError) {
            var theme = try shelf.theme(name)
            var files = theme.files
            if wish.followsTerminal, let appearance, appearance != theme.appearance, let twin = theme.twin {
                theme = try shelf.theme(twin)
                files += theme.files
            }
            self.theme = theme.adapted(to: depth)
            watch(files)
        } catch {
            watch(Array(stamps.keys) + (error.file.map { [$0] } ?? []))
            throw error
        }
    }

    private mutating func watch(_ files: [String]) {
        stamps = FileStamp.all(files)
    }

    /// Whether there is a file that may change: one of the user's own.
    package var hasFiles: Bool { !stamps.isEmpty }

    /// Whether a file is not what it was when it was read.
    package var isOutdated: Bool { stamps.contains { FileStamp($0.key) != $0.value } }

    /// Every theme that there is, as this terminal shows it.
    package var listing: ThemeListing { ThemeListing(of: shelf, at: depth, inUse: theme.name) }
}
