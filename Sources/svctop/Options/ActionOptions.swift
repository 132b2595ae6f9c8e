import ArgumentParser
import Configuration

/// How a change is asked for, and told of.
struct ActionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A zone to look in; without one, those of the configuration.", valueName: "ZONE"))
    var zone: [String] = []

    @OptionGroup
    var servers: ServerOptions

    @Option(help: ArgumentHelp("How long a probe waits for an answer (2s).", valueName: "DURATION"))
    var timeout: String?

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(name: .customLong("dry-run"), help: "Print what nsupdate would have to be given; change nothing.")
    var isDryRun = false

    @Flag(help: "One JSON document, with the plan and what came of it.")
    var json = false

    func settings(of zones: [String]? = nil) throws(Failure) -> Settings {
        let timeout = timeout
        return try servers.settings(of: zones ?? zone) { $0.timeout = timeout }
    }
}

/// Which records are meant.
struct InstanceArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The name of its SRV records, such as _http._tcp.web, or of a DNS-SD instance: relative to the zone or absolute.",
            valueName: "SERVICE"))
    var service: String

    @Argument(help: ArgumentHelp("Which of its instances, where there are several.", valueName: "TARGET:PORT"))
    var instance: String?

    @Flag(help: "All of its instances.")
    var all = false

    func validate() throws {
        if all, instance != nil { throw ValidationError("--all goes without a TARGET:PORT") }
    }
}
