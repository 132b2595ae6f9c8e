/// A program, and what it is started with.
package struct Command: Sendable {
    /// Looked for in `PATH` where it holds no slash.
    package var program: String
    package var arguments: [String]
    /// All of it: nothing is inherited besides.
    package var environment: [String: String]
    /// Where it starts; nil for where we are.
    package var folder: String?
    /// Whom it runs as; nil for who we are.
    package var user: ProcessUser?
    /// Listening sockets and the like, which it finds as systemd hands them down (sd_listen_fds).
    package var handedOver: [HandedDescriptor] = []
    /// A socket that is its standard input and output, as inetd has it; nil for ours.
    package var standardSocket: Int32?
    /// Its standard input where no socket is; nil for ours.
    package var standardInput: Int32?
    /// How many files it may have open; nil for as many as we.
    package var openFiles: UInt64?
    /// What it is sent when we die without a word; nil for nothing.
    package var signalAtOurEnd: Int32?

    package init(_ program: String, _ arguments: [String] = [], environment: [String: String] = [:]) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
    }

    /// The environment with what tells of the descriptors; LISTEN_PID is known only once the process is there.
    var completeEnvironment: [String] {
        var complete = environment
        // What was handed to us is not the program's.
        for name in ["LISTEN_FDS", "LISTEN_FDNAMES", "LISTEN_PID", "LISTEN_PIDFDID"] { complete[name] = nil }
        if !handedOver.isEmpty {
            complete["LISTEN_FDS"] = "\(handedOver.count)"
            complete["LISTEN_FDNAMES"] = handedOver.map(\.name).joined(separator: ":")
        }
        return complete.map { "\($0.key)=\($0.value)" }
    }
}

/// A descriptor of ours that a program gets a duplicate of.
package struct HandedDescriptor: Hashable, Sendable {
    package var descriptor: Int32
    /// Its name in LISTEN_FDNAMES.
    package var name: String

    package init(_ descriptor: Int32, name: String) {
        self.descriptor = descriptor
        // A colon is what stands between two names.
        self.name = String(name.map { $0 == ":" ? "_" : $0 })
    }
}

/// Whom a program runs as.
package struct ProcessUser: Hashable, Sendable {
    package var user: UInt32
    package var group: UInt32
    /// Supplementary groups.
    package var groups: [UInt32]

    package init(user: UInt32, group: UInt32, groups: [UInt32] = []) {
        self.user = user
        self.group = group
        self.groups = groups
    }
}
