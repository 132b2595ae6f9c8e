import ArgumentParser

struct Svctop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "svctop",
        abstract: "Shows which of the services that are registered in DNS are really there.",
        usage: """
            svctop [ZONE ...] [--server HOST[:PORT]] [OPTIONS]
            svctop SUBCOMMAND [ZONE ...] [OPTIONS]
            """,
        discussion: """
            Reads SRV records from a zone's authoritative server, by zone transfer where it may, connects to every \
            instance, and shows live which answer.

            Without --server, the zone's servers are asked of the system's resolver (SOA and NS records). Without a ZONE, \
            the zones of the configuration file are shown: $XDG_CONFIG_HOME/svctop/config.toml. All options are in \
            `svctop dashboard --help`.

            Exit status: 0 when all went well, 1 when a zone could not be read or changed, 2 for a mistake in the command \
            line or the configuration; `check` and the commands that change something have more.
            """,
        version: "svctop \(version)",
        subcommands: [
            DashboardCommand.self, ListCommand.self, WatchCommand.self, CheckCommand.self, WithdrawCommand.self,
            RenewCommand.self, UndoCommand.self, SweepCommand.self, JournalCommand.self, HistoryCommand.self,
            RunCommand.self, ActivateCommand.self, RegisterCommand.self, UnregisterCommand.self, ConnectCommand.self,
            ForwardCommand.self,
            ServeCommand.self, KeyCommand.self, CACommand.self, DemoCommand.self, ExportCommand.self,
            ImportCommand.self, ConfigCommand.self, SceneCommand.self, DemoServiceCommand.self,
        ],
        defaultSubcommand: DashboardCommand.self)

    static let version = "0.1.0"
}
