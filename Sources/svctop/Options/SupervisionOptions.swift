import ArgumentParser
import Configuration
import ServiceSupervision

/// How a program is kept running.
struct SupervisionOptions: ParsableArguments {
    /// How a program gets at its ports.
    enum Passing: String, ExpressibleByArgument, CaseIterable {
        case sockets
        case port
    }

    /// How it is known that a program is ready.
    enum ReadinessChoice: String, ExpressibleByArgument, CaseIterable {
        case notify
        case listen
        case probe
        case exec
    }

    @Option(
        help: ArgumentHelp(
            "How the program gets at its ports: as sockets that listen already (LISTEN_FDS, as from systemd), or by their "
                + "numbers, in PORT and in {port} in its arguments. What its arguments say, else sockets.",
            valueName: "HOW"))
    var pass: Passing?

    @Option(
        help: ArgumentHelp(
            "When it is ready: it says so (notify: sd_notify), it takes a connection or listens (listen), it answers a "
                + "probe (probe), or it runs (exec). To say so is always enough.", valueName: "WHEN"))
    var ready = ReadinessChoice.listen

    @Option(
        help: ArgumentHelp("Whether it is started again when it ends: no, on-failure or always.", valueName: "WHEN"))
    var restart = RestartPolicy.onFailure

    @Option(help: ArgumentHelp("How long it may take to be ready.", valueName: "DURATION"))
    var startTimeout = "90s"

    @Option(help: ArgumentHelp("How long it may take to end before it is killed.", valueName: "DURATION"))
    var stopTimeout = "30s"

    func rules(passing: Passing, keepsRecords: Bool) throws(Failure) -> Supervision.Rules {
        var rules = Supervision.Rules()
        rules.restart = restart
        rules.startTimeout = try Self.duration(startTimeout, of: "--start-timeout")
        rules.stopTimeout = try Self.duration(stopTimeout, of: "--stop-timeout")
        rules.keepsRecords = keepsRecords
        // Clients of a socket that is still there wait; those of one that is not are refused.
        rules.absenceLimit = passing == .sockets ? .seconds(10) : .seconds(3)
        return rules
    }

    private static func duration(_ text: String, of option: String) throws(Failure) -> Duration {
        guard let duration = DurationText.parse(text), duration >= .milliseconds(1), duration <= .seconds(86_400 * 7)
        else {
            throw Failure("\(option) takes a duration such as 30s, up to 7d, not \"\(text)\"", .usage)
        }
        return duration
    }
}

extension RestartPolicy: ExpressibleByArgument {}
