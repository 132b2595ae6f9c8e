import ArgumentParser
import Configuration

/// How instances are probed.
struct ProbeOptions: ParsableArguments {
    @Flag(name: .customLong("no-probe"), help: "Read the zones only: connect to nothing.")
    var isOff = false

    @Option(help: ArgumentHelp("How long a probe waits for an answer (2s).", valueName: "DURATION"))
    var timeout: String?

    func override(_ overrides: inout Overrides) {
        if isOff { overrides.probes = false }
        overrides.timeout = timeout
    }
}

/// How often to look, for commands that go on.
struct IntervalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Between two probes of an instance (10s).", valueName: "DURATION"))
    var interval: String?

    @Option(help: ArgumentHelp("Between two looks at a zone's serial (5s).", valueName: "DURATION"))
    var poll: String?

    @Option(help: ArgumentHelp("Listen for NOTIFY, so that changes show at once.", valueName: "HOST:PORT"))
    var notify: String?

    func override(_ overrides: inout Overrides) {
        overrides.interval = interval
        overrides.poll = poll
        overrides.notify = notify
    }
}
