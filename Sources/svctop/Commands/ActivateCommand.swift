import ActivationControl
import ArgumentParser
import Configuration
import ServiceActivation
import ServiceSupervision
import TOML

struct ActivateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Stands in for services that do not run, and starts them when they are used.",
        usage: """
            svctop activate -c FILE [OPTIONS]
            svctop activate --name NAME [OPTIONS] -- COMMAND
            svctop activate --status | --start SERVICE | --stop SERVICE | --upgrade SERVICE
            svctop activate --take SERVICE -- COMMAND
            """,
        discussion: """
            It listens for each service, registers its names, and starts its program when a client comes: with the sockets as \
            from systemd (LISTEN_FDS), or with the connection as from inetd. Clients wait until it answers. When the program \
            ends, by itself, since nobody is connected any more or by a crash, svctop listens again. A program that fails is \
            tried again, later each time, and suspended for a while after a burst of failures: never given up.

            FILE has all services of a stand-in; options describe one. SIGHUP reads FILE anew: another svctop takes over, as \
            with --take-over. Asked to end, the records go first, then the services are told.

            Exit status: 0, 1 for what does not work, 2 for a mistake in the command line or in FILE.
            """)

    @OptionGroup
    var registration: RegistrationOptions

    @OptionGroup(title: "The service, where no file says it")
    var service: ActivationOptions

    @OptionGroup(title: "Asking a stand-in")
    var asking: StandInRequestOptions

    @Option(
        help: ArgumentHelp(
            """
            Where the stand-in is asked (/run/svctop/NAME.sock for root, $XDG_RUNTIME_DIR/svctop/NAME.sock for others; NAME \
            is that of the file, or of the service).
            """, valueName: "PATH"))
    var control: String?

    @Flag(help: "Take everything over from the stand-in that runs there: ports, processes, records.")
    var takeOver = false

    @Flag(help: "Print a systemd unit that runs the same, and end.")
    var printUnit = false

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The program and its arguments.", valueName: "COMMAND"))
    var command: [String] = []

    func validate() throws {
        if asking.json, !asking.status { throw ValidationError("--json is for --status") }
        if takeOver, printUnit { throw ValidationError("--take-over and --print-unit exclude each other") }
        guard asking.used.isEmpty else { return try validateRequest() }
        if registration.file != nil {
            if !command.isEmpty { throw ValidationError("-c says what is run: take the program after -- out") }
            if let option = (registration.ofNames + service.used).first {
                throw ValidationError("\(option) describes one service: write it in the file that -c names")
            }
        } else if command.isEmpty {
            throw ValidationError("give a file of services with -c, or a program to run, after --")
        } else if registration.name.isEmpty, service.socket.isEmpty {
            throw ValidationError(
                "give a name that leads to the service, --name _http._tcp.web.svc.internal, or a --socket")
        }
    }

    private func validateRequest() throws {
        guard asking.used.count == 1, let option = asking.used.first else {
            throw ValidationError("\(asking.used.joined(separator: " and ")) exclude each other")
        }
        for (other, isUsed) in [("--take-over", takeOver), ("--print-unit", printUnit)] where isUsed {
            throw ValidationError("\(option) asks a stand-in that runs: it goes without \(other)")
        }
        if let other = (registration.ofNames + service.used).first {
            throw ValidationError("\(option) asks a stand-in that runs: it goes without \(other)")
        }
        if asking.take == nil, !command.isEmpty { throw ValidationError("\(option) runs no program: --take does") }
        if asking.take != nil, command.isEmpty {
            throw ValidationError("give a program that takes the sockets, after --")
        }
    }

    func run() async throws {
        if let request = asking.request { return try await ask(request) }
        if let code = FirstProcess.run() { throw ExitCode(code) }
        let settings = try settings
        let place = control ?? settings.control ?? ControlPlace(name: standInName(settings)).path
        if printUnit {
            let unit = try ActivationUnit(
                settings, name: standInName(settings), control: control ?? settings.control)
            return Swift.print(unit.text, terminator: "")
        }
        let run = try ActivationRun(
            settings, servers: registration.server, at: ControlPlace(path: place), takesOver: takeOver,
            keepsRecords: registration.keep)
        try await run.untilEnd()
    }

    private var settings: ActivationSettings {
        get throws(Failure) {
            do throws(FileError) {
                var settings = ActivationSettings()
                if let file = registration.file {
                    settings = try ActivationFile.read(file, environment: Environment.all)
                    try registration.applyCommon(to: &settings.registration)
                } else {
                    try registration.apply(to: &settings.registration)
                    settings.services = [try service.settings(command, names: settings.registration.names)]
                }
                return settings
            } catch {
                throw Failure(error.description, .usage)
            }
        }
    }

    /// `web` for `/etc/svctop/web.toml`, or the one service.
    private func standInName(_ settings: ActivationSettings) -> String {
        guard let file = registration.file else { return settings.services.first?.name ?? "" }
        let name = file.split(separator: "/").last ?? ""
        return String(name.hasSuffix(".toml") ? name.dropLast(5) : name)
    }

    // MARK: - Asking

    private func ask(_ request: StandInRequestOptions.Request) async throws(Failure) {
        let place = try placeAsked
        switch request {
        case .status: try ActivationStatus(at: place, json: asking.json).write()
        case .act(let act, let service): try await ActivationRequest(act: act, service: service, path: place).run()
        case .take(let service): throw try SocketTaking(service: service, command: command, path: place).become()
        }
    }

    /// The one that was named, or that of a file; nil for those that are found.
    private var placeAsked: String? {
        get throws(Failure) {
            if let control { return control }
            guard let file = registration.file else { return nil }
            do throws(FileError) {
                return try ActivationFile.control(file) ?? ControlPlace(name: standInName(ActivationSettings())).path
            } catch {
                throw Failure(error.description, .usage)
            }
        }
    }
}
