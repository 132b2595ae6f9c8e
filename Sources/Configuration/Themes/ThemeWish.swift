import TOML
import Terminal

/// Which theme the user wants, and how firmly.
package struct ThemeWish: Hashable, Sendable {
    /// nil for whatever suits the terminal.
    package var name: String?
    /// On a terminal of the other appearance its twin is shown.
    package var followsTerminal: Bool

    package init(name: String?, followsTerminal: Bool) {
        self.name = name
        self.followsTerminal = followsTerminal
    }
}

/// What the terminal's background is taken for.
package enum AppearancePolicy: String, CaseIterable, Sendable {
    /// What the terminal says.
    case auto
    case dark
    case light

    /// nil where the terminal has to be asked.
    package var appearance: Theme.Appearance? { Theme.Appearance(rawValue: rawValue) }
}

extension Settings {
    /// The command line over the configuration over what was chosen last.
    package func themeWish(lastChosen: String?) -> ThemeWish {
        switch theme.origin {
        case .option: ThemeWish(name: theme.value, followsTerminal: false)
        case .file: ThemeWish(name: theme.value, followsTerminal: true)
        case .builtIn: ThemeWish(name: lastChosen, followsTerminal: true)
        }
    }

    /// That there is a theme of the name that the command line or the configuration says. A mistake in its file is for later.
    package func checkTheme(on shelf: ThemeShelf = ThemeShelf()) throws(FileError) {
        do throws(FileError) {
            guard try shelf.text(of: theme.value) == nil else { return }
        } catch {
            return
        }
        let message = shelf.refusal(of: theme.value)
        switch theme.origin {
        case .file(let path, let line):
            throw FileError(file: path, line: line, "`theme` in [display]: \(message)")
        case .option(let name): throw FileError("\(name): \(message)")
        case .builtIn: return
        }
    }
}
