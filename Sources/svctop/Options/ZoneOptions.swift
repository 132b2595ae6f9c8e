import ArgumentParser
import Configuration

/// Which zones, from which servers.
struct ZoneOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("A zone to follow; @HOST names a server, as with dig.", valueName: "ZONE"))
    var zones: [String] = []

    @OptionGroup
    var servers: ServerOptions

    /// The configuration file with the command line over it.
    /// - Parameter change: What other options say.
    func settings(_ change: (inout Overrides) -> Void = { _ in }) throws(Failure) -> Settings {
        try servers.settings(of: zones, change)
    }
}
