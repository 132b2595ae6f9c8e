import ArgumentParser
import Configuration
import Dashboard
import Glibc
import Reports
import ServiceCatalog
import ServiceMonitor
import ServiceProbing

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Looks once and prints every instance.",
        discussion: """
            In --json and --csv, names are in presentation format with the dot at the end; `instance` is the name of the SRV \
            record itself, which is `service` unless it is an instance of DNS-SD. In the `txt` of --json, a backslash is \
            written twice and a byte that is not UTF-8 as \\DDD. Shares go from 0 to 1.
            """)

    @OptionGroup(title: "Zones and servers")
    var zoneOptions: ZoneOptions

    @OptionGroup(title: "Probes")
    var probeOptions: ProbeOptions

    @OptionGroup
    var filterOption: FilterOption

    @Flag(help: "One JSON document.")
    var json = false

    @Flag(help: "Comma-separated values (RFC 4180).")
    var csv = false

    @Flag(help: "Only how many instances there are; probes nothing unless there is a --filter.")
    var count = false

    @OptionGroup(title: "Display")
    var display: DisplayOptions

    func validate() throws {
        if csv, json || count { throw ValidationError("--csv goes with neither --json nor --count") }
    }

    func run() async throws {
        let settings = try zoneOptions.settings { overrides in
            probeOptions.override(&overrides)
            display.override(&overrides)
        }
        settings.sayWarnings()
        let filter = try filterOption.parsed()
        var configuration = try await settings.monitorConfiguration()
        if count, filter.isEmpty { configuration.probes = false }
        let snapshot = try await lookOnce(configuration)
        let isWhole = sayProblems(snapshot)
        try write(snapshot, filter, settings)
        if !isWhole { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    private func write(_ snapshot: Snapshot, _ filter: Filter, _ settings: Settings) throws(Failure) {
        let predicate = filter.predicate(at: snapshot.at)
        var output = Output(descriptor: STDOUT_FILENO)
        if count {
            let report = CountReport(snapshot, where: predicate)
            if json { report.writeJSON(to: &output) } else { report.write(to: &output) }
        } else if json {
            var report = JSONReport(snapshot, where: predicate)
            report.write(to: &output)
        } else if csv {
            var report = CSVReport(snapshot, where: predicate)
            report.write(to: &output)
        } else if snapshot.zones.contains(where: { $0.freshness.learntAt != nil }) {
            let format = TableReport.Format(
                width: StandardOutput.width, hasColours: StandardOutput.hasColours(settings.colour.value),
                repertoire: StandardOutput.repertoire(ascii: settings.ascii.value),
                hasSummary: StandardOutput.isTerminal)
            var report = TableReport(snapshot, format, where: predicate)
            report.write(to: &output)
        }
        try finish(&output)
    }

    /// - Returns: Whether every zone could be read.
    private func sayProblems(_ snapshot: Snapshot) -> Bool {
        for zone in snapshot.zones {
            if let problem = zone.freshness.problem {
                StandardError.say("\(zone.name): \(problem.text)")
            }
            if let notice = zone.freshness.notice { StandardError.say("\(zone.name): \(notice)") }
        }
        return snapshot.zones.allSatisfy { $0.freshness.problem == nil }
    }
}

/// Reads and probes once, with progress on the terminal.
/// - Parameters:
///   - history: what is known from earlier, and where what is found is kept.
///   - isProbed: which instances; nil for all.
func lookOnce(
    _ configuration: MonitorConfiguration, history: (any HistoryKeeping)? = nil,
    where isProbed: (@Sendable (Catalog, InstanceID) -> Bool)? = nil
) async throws(Failure) -> Snapshot {
    let display = ProgressDisplay(zone: configuration.zones.count == 1 ? configuration.zones.first?.apex : nil)
    defer { display?.clear() }
    do throws(ProberError) {
        return try await survey(configuration, history: history, where: isProbed) { display?.show($0) }
    } catch {
        throw Failure("\(error)")
    }
}

/// Ends an output; that nobody reads any more is no failure.
func finish(_ output: inout Output) throws(Failure) {
    do throws(OutputError) {
        try output.finish()
    } catch .failed(let number) {
        throw Failure("standard output: \(String(cString: strerror(number)))")
    } catch {}
}
