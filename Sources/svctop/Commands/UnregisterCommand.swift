import ArgumentParser
import DNSCore
import ServiceRegistration

struct UnregisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unregister",
        abstract: "Withdraws what this host has at a service's name.",
        discussion: """
            Without --port whatever port it has. Instances of other hosts stay, and so do the host's addresses. Where nothing \
            of this host is there, nothing is sent.

            Exit status: as that of `svctop register`.
            """)

    @Argument(help: ArgumentHelp("A name of the service: _http._tcp.web.svc.internal.", valueName: "NAME"))
    var names: [String] = []

    @OptionGroup
    var options: RegistrationOptions

    @Flag(name: .customLong("dry-run"), help: "Print what nsupdate would have to be given; change nothing.")
    var isDryRun = false

    @Flag(help: "One JSON document with what was done.")
    var json = false

    func run() async throws {
        let plan = try await options.settings(names: names).plan(servers: options.server)
        let report = RegistrationReport(isJSON: json)
        let registrar = Registrar(plan, events: report.note)
        if isDryRun {
            let pending = try await failing { () async throws(RegistrationError) in
                try await registrar.pendingWithdrawals()
            }
            return try report.write(pending, at: plan.servers)
        }
        let withdrawn = try await failing { () async throws(RegistrationError) in try await registrar.unregister() }
        try report.conclude(withdrawn, of: plan)
    }
}
