import ArgumentParser
import Configuration
import Glibc
import Reports
import ServiceCatalog
import Store

struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Prints what was changed, by whom, and what came of it: the latest last.",
        discussion: """
            With the number of an entry, all of it: the records, what the server was asked, and what takes it back.

            The journal lies in $XDG_STATE_HOME/svctop/svctop.db, or ~/.local/state/svctop/svctop.db, together with the \
            history. Several svctop may use it at once.
            """)

    @Argument(help: ArgumentHelp("Only this entry, in full.", valueName: "N"))
    var number: Int64?

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("So many entries (20).", valueName: "COUNT"))
    var count = 20

    @Flag(help: "One JSON document.")
    var json = false

    @Flag(
        name: .customLong("move-aside"),
        help: "Put a file that is damaged, or of a newer svctop, under another name, and start a new one.")
    var movesAside = false

    func validate() throws {
        if count < 1 { throw ValidationError("--count must be at least 1") }
    }

    func run() async throws {
        do {
            let file = try StoreFile.usual
            if movesAside { return try moveAside(file) }
            let journal = try Journal(file)
            try await print(journal)
        } catch let error as StoreError {
            throw Failure("\(error)")
        } catch let error as JournalError {
            throw Failure("\(error)")
        }
    }

    private func print(_ journal: Journal) async throws {
        var output = Output(descriptor: STDOUT_FILENO)
        if let number {
            guard let entry = try await journal.entry(number) else {
                throw Failure("the journal has no entry \(number)")
            }
            if json { JournalReport([entry]).writeJSON(to: &output) } else { output.write(entry.report) }
        } else {
            let entries = try await journal.latest(count).reversed()
            let report = JournalReport(Array(entries))
            if json {
                report.writeJSON(to: &output)
            } else if entries.isEmpty {
                output.write("nothing has been changed yet\n")
            } else {
                report.write(to: &output)
            }
        }
        try finish(&output)
    }

    private func moveAside(_ file: StoreFile) throws {
        guard let name = try file.moveAside() else { throw Failure("\(file.path) is in order, and stays") }
        StandardOutput.say("\(file.path) is \(name) now")
    }
}
