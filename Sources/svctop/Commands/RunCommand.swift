import ArgumentParser
import Configuration
import Glibc
import ServiceRegistration
import ServiceSupervision

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a program as a service: with ports of its own, registered while it is ready.",
        discussion: """
            The program finds its sockets as from systemd (LISTEN_FDS), or its port in PORT and in place of {port} and \
            {port:LABEL} in its arguments. Its records appear when it is ready, stand while it restarts, and go before it is \
            told to end. Signals are passed on; the second SIGTERM or SIGINT kills it. Should svctop itself be killed, the \
            program gets SIGTERM.

            Exit status: the program's own, or 128 and the number of the signal that ended it; 126 and 127 as a shell's.
            """)

    @OptionGroup
    var registration: RegistrationOptions

    @OptionGroup
    var supervision: SupervisionOptions

    @Option(help: ArgumentHelp("Run the program as this user, and of its groups.", valueName: "USER"))
    var user: String?

    @Option(
        help: ArgumentHelp(
            "Who accepts the connections (TXT uid=), where the program changes its user: a number or a name.",
            valueName: "USER"))
    var uid: String?

    @Flag(name: .customLong("no-uid"), help: "Do not publish who accepts the connections.")
    var publishesNoUser = false

    @Flag(help: "Print a systemd unit that runs the same, and end.")
    var printUnit = false

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The program and its arguments.", valueName: "COMMAND"))
    var command: [String] = []

    func validate() throws {
        guard !command.isEmpty else { throw ValidationError("give a program to run, after --") }
        if uid != nil, publishesNoUser { throw ValidationError("--uid and --no-uid exclude each other") }
    }

    func run() async throws {
        if let code = FirstProcess.run() { throw ExitCode(code) }
        let settings = try registration.settings()
        if printUnit {
            let unit = try RunUnit(names: settings.names.map { "\($0.service)" }, supervision: supervision)
            return Swift.print(unit.text, terminator: "")
        }
        var plan = try await settings.plan(servers: registration.server)
        let user = try user.map { text throws(Failure) in try ProcessUser(argument: text) }
        let uid = try uid.map { text throws(Failure) in try UserNumber(text).value }
        plan.uid = publishesNoUser ? nil : uid ?? user?.user ?? getuid()
        let run = try ServiceRun(plan, command, supervision, as: user, keepsRecords: registration.keep)
        throw ExitCode(try await run.untilEnd())
    }
}
