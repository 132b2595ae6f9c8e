import ArgumentParser
import Configuration
import DNSAuthority
import DNSClient
import DNSCore

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Takes a zone into `svctop serve`: from another server, or from a zone file.",
        discussion: """
            From a server, by zone transfer (AXFR); from a file, in the format of RFC 1035 section 5, with what it \
            includes from its own folder. `svctop serve` has to be started again to serve the zone.
            """)

    @Argument(help: ArgumentHelp("The zone's name.", valueName: "ZONE"))
    var zone: String

    @Option(help: ArgumentHelp("Read this zone file instead of asking a server.", valueName: "FILE"))
    var file: String?

    @OptionGroup
    var servers: ServerOptions

    @OptionGroup
    var data: AuthorityDataOption

    func validate() throws {
        if (file == nil) == servers.server.isEmpty {
            throw ValidationError("give one of --server HOST and --file FILE")
        }
    }

    func run() async throws {
        let apex: DomainName
        do { apex = try DomainName(zone) } catch { throw Failure("\(zone) is no name of a zone: \(error)", .usage) }
        let contents = if let file { try read(file, apex) } else { try await transfer(apex) }
        do {
            let store = try AuthorityStore(data.folder, for: .serving)
            try await store.createZone(contents)
        } catch {
            throw Failure("\(error)")
        }
        StandardOutput.say("\(apex) has \(contents.recordCount) records at \(contents.nameCount) names")
    }

    private func read(_ file: String, _ apex: DomainName) throws(Failure) -> ZoneContents {
        do throws(ZoneFileError) {
            let (contents, notes) = try ZoneFile(file).read(apex)
            for note in notes { StandardError.say("warning: \(note)") }
            return contents
        } catch {
            throw Failure(error.description)
        }
    }

    /// From the first server that gives it.
    private func transfer(_ apex: DomainName) async throws(Failure) -> ZoneContents {
        let settings = try servers.settings(of: [apex.description])
        settings.sayWarnings()
        var problems: [String] = []
        for server in settings.plans.flatMap(\.servers) {
            var sink = ZoneContentsSink(zone: apex)
            do throws(ClientError) {
                _ = try await DNSClient().transfer(of: apex, from: server, into: &sink)
                if sink.isWhole { return sink.contents }
            } catch {
                problems.append("\(server): \(error)")
            }
        }
        throw Failure("\(apex) has not been transferred: \(problems.joined(separator: "; "))")
    }
}
