import ArgumentParser
import Configuration
import DNSCore
import Glibc
import Reports
import ServiceCatalog
import ServiceMonitor
import Store

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Prints what happens to instances as it happens, a line each, until it is ended.")

    @OptionGroup(title: "Zones and servers")
    var zoneOptions: ZoneOptions

    @OptionGroup(title: "Probes")
    var probeOptions: ProbeOptions

    @OptionGroup(title: "Probes")
    var intervals: IntervalOptions

    @OptionGroup
    var historyOption: HistoryOption

    @Flag(help: "One JSON object a line.")
    var json = false

    @OptionGroup(title: "Display")
    var display: DisplayOptions

    func run() async throws {
        let settings = try zoneOptions.settings { overrides in
            probeOptions.override(&overrides)
            intervals.override(&overrides)
            display.override(&overrides)
            historyOption.override(&overrides)
        }
        settings.sayWarnings()
        let repertoire = StandardOutput.repertoire(ascii: settings.ascii.value)
        let report = EventReport(json ? .json : .text(repertoire))
        let configuration = try await settings.monitorConfiguration()
        let (history, problem) = settings.historyOrProblem()
        if let problem { StandardError.say("warning: \(problem)") }
        let monitor = ServiceMonitor(configuration, history: history)
        let running = Task { await monitor.failure() }
        let problems = Task { await sayProblems(monitor.snapshots) }
        defer {
            running.cancel()
            problems.cancel()
        }
        try await write(monitor.events, report)
        await monitor.conclude()
        await history?.close()
        running.cancel()
        if let failure = await running.value { throw failure }
    }

    private func write(_ events: AsyncStream<Event>, _ report: EventReport) async throws(Failure) {
        var output = Output(descriptor: STDOUT_FILENO)
        for await event in events {
            report.write(event, to: &output)
            output.flush()
            guard output.isOpen else { return try finish(&output) }
        }
    }

    /// What keeps zones from being current goes to standard error, each problem once.
    private func sayProblems(_ snapshots: AsyncStream<Snapshot>) async {
        var said: [DomainName: String] = [:]
        for await snapshot in snapshots {
            for zone in snapshot.zones {
                let problem = zone.freshness.problem?.text ?? zone.freshness.notice
                guard said[zone.name] != problem else { continue }
                let text = problem ?? "read again"
                if problem != nil || said[zone.name] != nil {
                    StandardError.say("\(zone.name): \(text)")
                }
                said[zone.name] = problem
            }
        }
    }
}
