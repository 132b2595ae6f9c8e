import ArgumentParser
import Configuration

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Prints what is in force and where each value comes from, as TOML; secrets are masked.")

    @OptionGroup(title: "Zones and servers")
    var zoneOptions: ZoneOptions

    @OptionGroup(title: "Probes")
    var probeOptions: ProbeOptions

    @OptionGroup(title: "Probes")
    var intervals: IntervalOptions

    @OptionGroup(title: "Display")
    var display: DisplayOptions

    @OptionGroup(title: "Display")
    var themeOption: ThemeOption

    func run() throws {
        let settings = try zoneOptions.settings { overrides in
            probeOptions.override(&overrides)
            intervals.override(&overrides)
            display.override(&overrides)
            themeOption.override(&overrides)
        }
        try settings.checkedTheme()
        settings.sayWarnings()
        print(SettingsListing(settings), terminator: "")
    }
}
