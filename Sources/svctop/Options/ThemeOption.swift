import ArgumentParser
import Configuration
import TOML

/// Which theme to draw with.
struct ThemeOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A theme by name: built in, or one of your own in $XDG_CONFIG_HOME/svctop/themes.", valueName: "NAME"))
    var theme: String?

    func override(_ overrides: inout Overrides) { overrides.theme = theme }
}

extension Settings {
    /// That the theme is there at all.
    func checkedTheme() throws(Failure) {
        do throws(FileError) {
            try checkTheme()
        } catch {
            throw Failure(error.description, .usage)
        }
    }
}
