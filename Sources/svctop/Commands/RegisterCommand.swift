import ArgumentParser
import Configuration
import DNSCore
import Glibc
import Reports
import ServiceCatalog
import ServiceRegistration
import ServiceSupervision

struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Registers a service that something else runs.",
        discussion: """
            One update replaces what this host had at the name before; nothing is sent where all is there already. Instances \
            of other hosts stay as they are. To run the service, too, there is `svctop run`.

            Without --hold nobody renews the lease: the records go when it has run out, or stay with --lease off.

            Exit status: 0 when the server shows the records, 1 when it does not, 2 for a mistake in the command line, 4 when \
            others changed the same records all the time.
            """)

    @Argument(help: ArgumentHelp("A name of the service: _http._tcp.web.svc.internal.", valueName: "NAME"))
    var names: [String] = []

    @OptionGroup
    var options: RegistrationOptions

    @Option(
        help: ArgumentHelp(
            "Publish who accepts the connections (TXT uid=): a user's number or name.", valueName: "USER"))
    var uid: String?

    @Flag(help: "Stay, renew the lease, and put back what is lost; withdraw at the end.")
    var hold = false

    @Flag(name: .customLong("dry-run"), help: "Print what nsupdate would have to be given; change nothing.")
    var isDryRun = false

    @Flag(help: "One JSON document with what was done.")
    var json = false

    func validate() throws {
        if !options.listen.isEmpty { throw ValidationError("--listen is for `svctop run`: here somebody else listens") }
        if hold, isDryRun { throw ValidationError("--hold and --dry-run exclude each other") }
    }

    func run() async throws {
        var plan = try await options.settings(names: names).plan(servers: options.server)
        plan.uid = try uid.map { text throws(Failure) in try UserNumber(text).value }
        let ending = hold ? EndingSignal() : nil
        let report = RegistrationReport(isJSON: json)
        let registrar = Registrar(plan, events: report.note)
        try await failing { () async throws(RegistrationError) in _ = try await registrar.claim(.leave) }
        if isDryRun { return try report.write(await registrar.pendingUpdates, at: plan.servers) }
        do throws(RegistrationError) {
            try await registrar.register()
        } catch  where hold && error.isTransient {
            StandardError.say("\(error)")
        } catch {
            throw Failure("\(error)", error.exitStatus)
        }
        try await report.conclude(registrar)
        if let ending { await hold(registrar, until: ending) }
    }

    private func hold(_ registrar: Registrar, until ending: EndingSignal) async {
        ServiceManager.tell("READY=1")
        let holding = Task { await registrar.hold() }
        _ = await ending.wait()
        ServiceManager.tell("STOPPING=1")
        holding.cancel()
        await holding.value
        guard !options.keep else { return }
        do throws(RegistrationError) {
            try await registrar.withdraw()
        } catch {
            StandardError.say("not withdrawn: \(error)")
        }
    }
}

/// A mistake of a registration as one of the command.
func failing<Value>(
    _ body: () async throws(RegistrationError) -> Value
) async throws(Failure) -> Value {
    do throws(RegistrationError) {
        return try await body()
    } catch {
        throw Failure("\(error)", error.exitStatus)
    }
}

extension RegistrationError {
    var exitStatus: ExitStatus {
        switch self {
        case .plan: .usage
        case .overtaken: .overtaken
        case .unreachable, .noZone, .refused, .notShown, .port, .noTarget, .cancelled: .failure
        }
    }
}
