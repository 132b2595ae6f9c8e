import ArgumentParser
import ServiceCatalog

struct WithdrawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Takes an instance's records out of its zone, after showing what that means.",
        discussion: InstanceAction.discussion)

    @OptionGroup
    var instance: InstanceArguments

    @Flag(help: "Also withdraw addresses of the target that nothing else uses.")
    var addresses = false

    @OptionGroup(title: "The change")
    var options: ActionOptions

    func run() async throws {
        try await InstanceAction(instance, options).run(.withdraw) { plan in
            guard addresses else { return }
            for index in plan.offers.indices { plan.offers[index].isTaken = true }
        }
    }
}
