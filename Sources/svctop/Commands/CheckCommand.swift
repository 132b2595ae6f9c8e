import ArgumentParser
import Configuration
import Dashboard
import Glibc
import Reports
import ServiceCatalog

struct CheckCommand: AsyncParsableCommand {
    static let name = "check"

    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Looks once and says in one line whether all is well, as monitoring plugins do.",
        discussion: """
            Counts the instances with a problem: impostor, down, stale, dangling, flapping, suspect or degraded. A RANGE is \
            that of monitoring plugins (10 alerts above 10, 10: below, @10:20 inside), or a percentage of all instances with \
            % at the end. Without --critical, a service that has lost all its instances is critical. An impostor always is.

            Exit status: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN (a zone could not be read, there is nothing to check, or the \
            command line is wrong).
            """)

    @OptionGroup(title: "Zones and servers")
    var zoneOptions: ZoneOptions

    @OptionGroup(title: "Probes")
    var probeOptions: ProbeOptions

    @OptionGroup
    var filterOption: FilterOption

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Warn about a number of problems outside of this (0).", valueName: "RANGE"))
    var warning: AlertRange?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Critical is a number of problems outside of this.", valueName: "RANGE"))
    var critical: AlertRange?

    func run() async throws {
        let report: CheckReport
        do throws(Failure) {
            report = try await check()
        } catch {
            throw Failure(error.message, .unknown)
        }
        var output = Output(descriptor: STDOUT_FILENO)
        output.write(report.line + "\n")
        try finish(&output)
        throw ExitCode(report.state.rawValue)
    }

    private func check() async throws(Failure) -> CheckReport {
        let settings = try zoneOptions.settings { probeOptions.override(&$0) }
        settings.sayWarnings()
        let filter = try filterOption.parsed()
        let snapshot = try await lookOnce(settings.monitorConfiguration())
        return CheckReport(
            snapshot, warning: warning ?? .anything, critical: critical, where: filter.predicate(at: snapshot.at))
    }
}

extension AlertRange: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
