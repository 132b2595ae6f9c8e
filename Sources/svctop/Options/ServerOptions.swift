import ArgumentParser
import Configuration
import TOML

/// Which servers, and how they are spoken with.
struct ServerOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "A server of the zones: an address, a name, or a label of the configuration. More are replicas.",
            valueName: "HOST[:PORT]"))
    var server: [String] = []

    @Option(name: [.short, .long], help: ArgumentHelp("The port of servers without one.", valueName: "PORT"))
    var port: UInt16?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("A file with a TSIG key, as tsig-keygen writes it.", valueName: "FILE"))
    var key: String?

    @Option(
        name: .customShort("y"),
        help: ArgumentHelp(
            "A TSIG key. Everyone on this machine can see it in `ps`: better use -k.",
            valueName: "[ALG:]NAME:SECRET"))
    var keyText: String?

    @Flag(name: .customLong("tls"), help: "Speak DNS over TLS (port 853).")
    var usesTLS = false

    @Option(
        name: .customLong("tls-ca"),
        help: ArgumentHelp("Trust the authorities in this PEM file; implies --tls.", valueName: "FILE"))
    var authorities: String?

    @Option(
        name: .customLong("tls-pin"),
        help: ArgumentHelp("Trust a key with this SHA-256; implies --tls.", valueName: "BASE64"))
    var pins: [String] = []

    @Option(
        name: .customLong("tls-hostname"),
        help: ArgumentHelp("The name in the server's certificate; implies --tls.", valueName: "NAME"))
    var certificateName: String?

    @Option(
        help: ArgumentHelp(
            "An SRV name to ask for where the zone may not be transferred, such as _http._tcp.", valueName: "SRV-NAME"))
    var name: [String] = []

    @Flag(name: .customLong("read-only"), help: "Change nothing in any zone, whatever is asked for.")
    var isReadOnly = false

    @Option(help: ArgumentHelp("Read this configuration file instead of the usual one.", valueName: "FILE"))
    var config: String?

    func override(_ overrides: inout Overrides) {
        overrides.servers = server
        overrides.port = port
        overrides.keyFile = key
        overrides.key = keyText
        overrides.usesTLS = usesTLS
        overrides.authorities = authorities
        overrides.pins = pins
        overrides.certificateName = certificateName
        overrides.names = name
        if isReadOnly { overrides.isReadOnly = true }
    }

    /// The configuration file with the command line over it.
    /// - Parameters:
    ///   - zones: The zones' names, and `@HOST` for servers; none for those of the file.
    ///   - change: What other options say.
    func settings(
        of zones: [String], _ change: (inout Overrides) -> Void = { _ in }
    ) throws(Failure) -> Settings {
        do throws(FileError) {
            var settings = try ConfigurationFile.read(config)
            var overrides = Overrides()
            override(&overrides)
            overrides.zones = zones.filter { !$0.hasPrefix("@") }
            overrides.servers += zones.filter { $0.hasPrefix("@") }.map { String($0.dropFirst()) }
            change(&overrides)
            try settings.apply(overrides)
            return settings
        } catch {
            throw Failure(error.description, .usage)
        }
    }
}
