import ArgumentParser

/// What is asked of a stand-in that runs already.
struct StandInRequestOptions: ParsableArguments {
    @Flag(help: "List the services of the stand-ins of this host, their state, starts and last start.")
    var status = false

    @Flag(help: "With --status: one JSON document.")
    var json = false

    @Option(help: ArgumentHelp("Start a service, as if a client had come.", valueName: "SERVICE"))
    var start: String?

    @Option(help: ArgumentHelp("End a service's process: it is dormant then.", valueName: "SERVICE"))
    var stop: String?

    @Option(
        help: ArgumentHelp(
            "Start a service's program anew beside the one that runs, which ends when the new one is ready.",
            valueName: "SERVICE"))
    var upgrade: String?

    @Option(
        help: ArgumentHelp(
            "Take a service's sockets for the program after --, in place of what runs for it.", valueName: "SERVICE"))
    var take: String?

    enum Request {
        case status
        case act(ActivationRequest.Act, String)
        case take(String)
    }

    /// Those in use.
    var used: [String] {
        let all: [(String, Bool)] = [
            ("--status", status), ("--start", start != nil), ("--stop", stop != nil), ("--upgrade", upgrade != nil),
            ("--take", take != nil),
        ]
        return all.filter(\.1).map(\.0)
    }

    /// The one that is made.
    var request: Request? {
        if status { return .status }
        if let take { return .take(take) }
        let acts: [(ActivationRequest.Act, String?)] = [(.start, start), (.stop, stop), (.upgrade, upgrade)]
        return acts.lazy.compactMap { act, service in service.map { .act(act, $0) } }.first
    }
}
