import ArgumentParser
import Configuration
import Glibc
import Reports
import ServiceCatalog
import ServiceMonitor
import Store

struct SweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Withdraws what has been down for long, as a timer would: looks, and prints a line for each act.",
        discussion: """
            An instance goes when it is down now and has been down in every look since --stale-for ago or earlier: looks of \
            the dashboard, `watch` and earlier sweeps, as the history has them. A zone is left alone when it could not be \
            read, when all that is probed is down, or when more than --max is: then it is rather svctop that is cut off. The \
            last instance of a service stays unless --even-last is given. Without --yes it is only said what would be done.

            Exit status: 0 when all was done that there was to do, or nothing; 1 when a zone was left alone or something was \
            refused; 2 for a mistake in the command line; 3 when it is not known what came of a change; 4 when another has \
            changed records first. Of several, the first of 1, 3, 4.
            """)

    @OptionGroup(title: "Zones and servers")
    var zoneOptions: ZoneOptions

    @Option(
        name: .customLong("stale-for"),
        help: ArgumentHelp("Withdraw what has been down for so long.", valueName: "DURATION"))
    var staleFor: String

    @Option(
        help: ArgumentHelp(
            "Leave a zone alone when more of what is probed is down: a number, or with % a part of it (50%).",
            valueName: "N|N%"))
    var max: SweepRules.Most?

    @Flag(name: .customLong("even-last"), help: "Also withdraw the last instance of a service.")
    var evenLast = false

    @Option(help: ArgumentHelp("How long a probe waits for an answer (2s).", valueName: "DURATION"))
    var timeout: String?

    @Flag(help: "Do it, and do not ask.")
    var yes = false

    @Flag(name: .customLong("dry-run"), help: "Print what nsupdate would have to be given; change nothing.")
    var isDryRun = false

    @Flag(help: "One JSON document.")
    var json = false

    func validate() throws {
        if DurationText.parse(staleFor).map({ $0 < .seconds(1) }) ?? true {
            throw ValidationError("--stale-for must be a duration like \"10m\", \"1h\" or \"1d\"")
        }
    }

    func run() async throws {
        let timeout = timeout
        let settings = try zoneOptions.settings { overrides in
            overrides.timeout = timeout
            // What is only looked at cannot be down.
            overrides.probes = true
        }
        settings.sayWarnings()
        let configuration = try await settings.monitorConfiguration()
        let desk = try settings.planDesk(for: configuration, isDryRun: isDryRun || !yes)
        let history = try history(settings)
        let snapshot = try await lookOnce(configuration, history: history)
        await history.close()
        var rules = SweepRules(staleFor: DurationText.parse(staleFor) ?? .seconds(1), takesLast: evenLast)
        if let max { rules.most = max }
        var run = SweepRun(desk, configuration, snapshot, form: form)
        for index in snapshot.zones.indices { await run.sweep(StaleSweep(snapshot, zone: index, rules)) }
        try run.finish()
    }

    private var form: SweepRun.Form {
        SweepRun.Form(act: isDryRun ? .script : yes ? .carryOut : .say, isJSON: json)
    }

    private func history(_ settings: Settings) throws(Failure) -> History {
        do throws(StoreError) {
            if let history = try settings.openHistory() { return history }
        } catch {
            throw Failure("how long anything has been down is not known: \(error)")
        }
        throw Failure("how long anything has been down is not known: the history is off", .usage)
    }
}

extension SweepRules.Most: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
