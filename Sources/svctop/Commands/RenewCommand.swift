import ArgumentParser
import ServiceCatalog

struct RenewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: "Writes an instance's records again: as they are, or with another TTL.",
        discussion: InstanceAction.discussion)

    @OptionGroup
    var instance: InstanceArguments

    @Option(help: ArgumentHelp("The TTL that they get.", valueName: "SECONDS"))
    var ttl: UInt32?

    @OptionGroup(title: "The change")
    var options: ActionOptions

    func run() async throws { try await InstanceAction(instance, options).run(.renew(ttl: ttl)) }
}
