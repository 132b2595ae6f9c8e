import ArgumentParser
import Configuration
import DNSCore
import Glibc
import Reports
import ServiceCatalog
import ServiceProbing
import Store

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Prints what happened to instances while svctop was watching: the latest last.",
        discussion: """
            What the dashboard, `watch` and `sweep` have seen is kept in $XDG_STATE_HOME/svctop/svctop.db, or \
            ~/.local/state/svctop/svctop.db, for as long as [history] of the configuration says.
            """)

    @Argument(
        help: ArgumentHelp(
            "Only this service, and those below its name; relative to its zone or absolute.", valueName: "SERVICE"))
    var service: String?

    @Option(help: ArgumentHelp("Only this zone.", valueName: "ZONE"))
    var zone: [String] = []

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("So many events (50).", valueName: "COUNT"))
    var count = 50

    @Option(help: ArgumentHelp("Only what happened in the last 10m, 2h, 1d.", valueName: "DURATION"))
    var since: String?

    @Flag(help: "One JSON object a line.")
    var json = false

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    func validate() throws {
        if count < 1 { throw ValidationError("--count must be at least 1") }
    }

    func run() async throws {
        let query = try query()
        let events: [Event]
        do throws(StoreError) {
            events = try await History(try StoreFile.usual).events(query)
        } catch {
            throw Failure("\(error)")
        }
        let report = EventReport(json ? .json : .text(StandardOutput.repertoire(ascii: ascii)))
        var output = Output(descriptor: STDOUT_FILENO)
        for event in events { report.write(event, to: &output) }
        try finish(&output)
        if events.isEmpty { StandardError.say("nothing has happened") }
    }

    private func query() throws(Failure) -> HistoryQuery {
        var query = HistoryQuery(service: service, limit: count)
        for text in zone {
            guard let name = try? DomainName(text) else { throw Failure("--zone: '\(text)' is no zone's name", .usage) }
            query.zones.append(name)
        }
        if let since {
            guard let duration = DurationText.parse(since) else {
                throw Failure("--since must be a duration like \"10m\", \"2h\" or \"1d\", not \"\(since)\"", .usage)
            }
            query.since = WallClock().now.advanced(by: .zero - duration)
        }
        return query
    }
}
