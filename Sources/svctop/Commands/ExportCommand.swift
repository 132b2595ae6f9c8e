import ArgumentParser
import DNSAuthority
import DNSCore
import Glibc

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes the zones, keys and rules of `svctop serve` down for BIND or Knot.",
        discussion: """
            Makes a folder that `named -c DIR/named.conf` or `knotd -c DIR/knot.conf` starts on unchanged: services go on \
            registering with the keys that they have. What the other server cannot say is written into its \
            configuration. Stop `svctop serve` first: what is registered after the export is not in it.
            """)

    @Option(help: ArgumentHelp("Write a folder for BIND.", valueName: "DIR"))
    var bind: String?

    @Option(help: ArgumentHelp("Write a folder for Knot.", valueName: "DIR"))
    var knot: String?

    @OptionGroup
    var data: AuthorityDataOption

    @Option(
        help: ArgumentHelp("Where the other server is to listen (127.0.0.1:5300).", valueName: "ADDRESS:PORT"))
    var listen: [SocketPlace] = []

    @Option(
        name: .customLong("allow-transfer"),
        help: ArgumentHelp("Who may transfer the zones without a key.", valueName: "ADDRESS[/LENGTH]"))
    var transfers: [AddressRange] = []

    @Option(
        name: .customLong("allow-update"),
        help: ArgumentHelp("Who may change the zones without a key.", valueName: "ADDRESS[/LENGTH]"))
    var updates: [AddressRange] = []

    @Option(help: ArgumentHelp("A server that is told of changes.", valueName: "ADDRESS:PORT"))
    var secondary: [SocketPlace] = []

    func validate() throws {
        if (bind == nil) == (knot == nil) { throw ValidationError("give one of --bind DIR and --knot DIR") }
    }

    func run() async throws {
        do {
            let store = try AuthorityStore(data.existingFolder, for: .administration)
            let zones = try await store.zones().map(\.zone.contents)
            let keys = try await store.keys()
            let folder = try ExportFolder(bind ?? knot ?? ".")
            let now = UInt64(max(0, time(nil)))
            let files =
                try bind != nil
                ? BINDExport(zones, keys: keys, settings: settings, folder: folder.path, at: now).files
                : KnotExport(zones, keys: keys, settings: settings, folder: folder.path, at: now).files
            try folder.write(files)
            let command = bind != nil ? "named -c \(folder.path)/named.conf" : "knotd -c \(folder.path)/knot.conf"
            StandardOutput.say("\(files.count) files in \(folder.path): start `\(command)`")
        } catch let error as AuthorityStoreError {
            throw Failure("\(error)")
        } catch let error as ExportError {
            throw Failure("\(error)", .usage)
        } catch let error as ExportFolder.Failure {
            throw Failure("\(error)")
        }
    }

    private var settings: ExportSettings {
        let usual = SocketPlace(.v4(IPv4Address(rawValue: 0x7F00_0001)), port: 5300)
        return ExportSettings(
            listening: listen.isEmpty ? [usual] : listen, transferAddresses: transfers, updateAddresses: updates,
            secondaries: secondary.map { .init($0) })
    }
}

extension AddressRange: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension SocketPlace: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
