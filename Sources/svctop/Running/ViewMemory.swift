import Configuration
import Dashboard
import TOML
import Terminal

/// How the user looked at things last, what they want now, and where it is kept.
struct ViewMemory: Sendable {
    let wish: ThemeWish
    /// What is known of the terminal's background.
    let appearance: Theme.Appearance?
    /// Whether the terminal is to be asked for it.
    let asksTerminal: Bool
    let preferences: ViewPreferences
    let warnings: [String]
    private let file: ViewFile?
    private let themeOrigin: Origin

    init(_ settings: Settings) throws(Failure) {
        try settings.checkedTheme()
        file = .usual
        var preferences = ViewPreferences()
        var warnings: [String] = []
        do throws(FileError) {
            preferences = try file?.read() ?? preferences
        } catch {
            warnings.append("\(error) (what was kept is passed over)")
        }
        self.preferences = preferences
        self.warnings = warnings
        wish = settings.themeWish(lastChosen: preferences.theme)
        let policy = settings.appearance.value
        appearance = policy.appearance ?? Environment["COLORFGBG"].flatMap(Theme.Appearance.init(colourVariable:))
        asksTerminal = policy == .auto && wish.followsTerminal
        themeOrigin = settings.theme.origin
    }

    /// Writes it down.
    /// - Returns: what the user has to know: that it could not be written, or does not count.
    @concurrent
    func keep(_ preferences: ViewPreferences) async -> Message? {
        do throws(FileError) {
            try file?.write(preferences)
        } catch {
            return Message("not kept for the next start: \(error)", .error)
        }
        guard preferences.theme != self.preferences.theme, themeOrigin != .builtIn else { return nil }
        return Message("kept, but at the next start \(themeOrigin) wins", .warning)
    }
}
