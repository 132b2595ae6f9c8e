import ServiceSupervision

/// A service that starts when it is used.
package struct ActivatedService: Hashable, Sendable {
    /// Who takes the connections.
    package enum Acceptance: Hashable, Sendable {
        /// One process, which is handed the listening sockets (`accept = "no"`).
        case byService
        /// The stand-in: each connection gets a process of its own (`accept = "yes"`).
        case perConnection
    }

    /// How a program finds its sockets.
    package enum Passing: String, CaseIterable, Hashable, Sendable {
        /// As from systemd: LISTEN_FDS, LISTEN_PID and LISTEN_FDNAMES, from descriptor 3 on.
        case descriptors
        /// As from inetd: the first socket is standard input and output.
        case stdio
    }

    /// How it is known that its process is ready. `READY=1` by sd_notify is believed whatever is chosen.
    package enum ReadySign: String, CaseIterable, Hashable, Sendable {
        /// It says so.
        case notify
        /// It takes a waiting client off one of its sockets.
        case listen
        /// It runs.
        case exec
    }

    /// What it is called here: in logs, in the answers of the stand-in, on the command line.
    package var name: String
    package var program: String
    package var arguments: [String]
    /// All of it: nothing is inherited besides.
    package var environment: [String: String] = [:]
    package var folder: String?
    /// Whom it runs as; nil for who we are.
    package var user: ProcessUser?
    package var sockets: [ActivatedSocket]
    package var acceptance = Acceptance.byService
    package var passing = Passing.descriptors
    package var wake = WakeCondition.connect
    package var ready = ReadySign.listen
    /// Until it is ready; clients wait no longer, either.
    package var startTimeout: Duration = .seconds(90)
    /// Until it is killed, from when it was told to end.
    package var stopTimeout: Duration = .seconds(30)
    /// Without an open connection for so long, it is told to end; nil for never.
    package var idleTimeout: Duration?
    package var limits = ActivationLimits()

    package init(_ name: String, _ program: String, _ arguments: [String] = [], sockets: [ActivatedSocket]) {
        self.name = name
        self.program = program
        self.arguments = arguments
        self.sockets = sockets
    }
}

/// How much a service may take.
package struct ActivationLimits: Hashable, Sendable {
    /// Processes at a time, where each connection has one; further clients wait.
    package var connections = 64
    /// Of these, for one client address; further ones of its connections are closed. nil for as many as there are.
    package var connectionsPerSource: Int?
    /// Starts that fail in a row, or that end again at once, suspend the service; it comes back by itself.
    package var pacing = RestartPacing.Rules()
    /// Open files of its process (RLIMIT_NOFILE); nil for ours.
    package var openFiles: UInt64?
    /// Descriptors that it may store here across its restarts (sd_notify's FDSTORE).
    package var storedDescriptors = 16

    package init() {}
}
