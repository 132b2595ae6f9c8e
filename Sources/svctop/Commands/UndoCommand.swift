import ArgumentParser
import Configuration
import DNSCore
import ServiceCatalog
import ServiceMonitor
import Store

struct UndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Takes back what was done, as it stands in the journal, where nobody has changed it since.",
        discussion: """
            Without a number, the latest that can be taken back. It is a plan like any other: it is shown, asked for, written \
            to the journal, and refused where the records are no longer as they were left. Without --server, the server is \
            the one of the configuration, else the one that the change went to.

            Exit status: 0 done, 1 refused or failed, 2 for a mistake in the command line or a question that nobody can \
            answer, 3 when it is not known what came of it, 4 when another has changed the records first.
            """)

    @Argument(help: ArgumentHelp("The entry's number, as `svctop journal` shows it.", valueName: "N"))
    var number: Int64?

    @OptionGroup(title: "The change")
    var options: ActionOptions

    func run() async throws {
        let entry = try await entry(of: try options.settings())
        let zones = Set(entry.draft.updates.map(\.request.zone)).sorted()
        var found = try options.settings(of: zones.map(\.description))
        if options.servers.server.isEmpty, found.plans.contains(where: \.servers.isEmpty) {
            var options = options
            options.servers.server = Set(entry.draft.updates.map(\.server)).sorted()
            found = try options.settings(of: zones.map(\.description))
        }
        let settings = found
        settings.sayWarnings()
        let configuration = try await settings.monitorConfiguration()
        let run = try PlanRun(options, settings, configuration)
        let services = Set(entry.draft.lines.map(\.service))
        let snapshot = try await lookOnce(configuration) { catalog, instance in
            services.contains(catalog.name(of: catalog.service(of: instance)))
        }
        try snapshot.requireCurrent()
        try await run.run(PlanRequest(.undo(entry.number), snapshot))
    }

    private func entry(of settings: Settings) async throws(Failure) -> JournalEntry {
        do {
            let journal = try settings.openJournal()
            if let number {
                guard let entry = try await journal.entry(number) else {
                    throw Failure("the journal has no entry \(number): `svctop journal` shows what there is")
                }
                return entry
            }
            guard let entry = try await journal.latestUndoable() else {
                throw Failure("there is nothing to undo: nothing that was done is left to take back")
            }
            return entry
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure("\(error)")
        }
    }
}
