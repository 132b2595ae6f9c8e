import ArgumentParser
import Configuration

struct DashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard",
        abstract: "Shows zones live, full screen. This is what svctop does without a command.")

    @OptionGroup(title: "Zones and servers")
    var zoneOptions: ZoneOptions

    @OptionGroup(title: "Probes")
    var probeOptions: ProbeOptions

    @OptionGroup(title: "Probes")
    var intervals: IntervalOptions

    @OptionGroup
    var filterOption: FilterOption

    @OptionGroup(title: "Display")
    var display: DisplayOptions

    @OptionGroup(title: "Display")
    var themeOption: ThemeOption

    @OptionGroup
    var historyOption: HistoryOption

    @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.")
    var isMouseOff = false

    @Option(
        name: .customLong("notify-by"),
        help: ArgumentHelp(
            "How to tell of what goes down or fails over: off, bell, or osc9 for a note on the desktop.",
            valueName: "WAY"))
    var notifications: String?

    func run() async throws {
        let settings = try zoneOptions.settings { overrides in
            probeOptions.override(&overrides)
            intervals.override(&overrides)
            display.override(&overrides)
            themeOption.override(&overrides)
            historyOption.override(&overrides)
            if isMouseOff { overrides.mouse = false }
            overrides.notifications = notifications
        }
        try await DashboardRun(settings: settings, filter: try filterOption.parsed()).run()
    }
}
