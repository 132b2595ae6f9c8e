/// What a stand-in says of one of its services.
public struct ServiceReport: Hashable, Sendable {
    /// What starts a dormant service.
    public enum Wake: String, CaseIterable, Hashable, Sendable {
        /// A connection or a datagram.
        case connect
        /// What a client sends.
        case data
    }

    public var service: String
    public var state: ServiceState
    /// From when on it is in that state, in seconds since 1970.
    public var since: Double
    /// How often it was started since its stand-in is there.
    public var starts: Int
    /// In seconds since 1970; nil where it never was.
    public var lastStart: Double?
    /// Its process; nil where none runs, or where each connection has its own.
    public var process: Int32?
    /// A process that takes its place once it is ready; nil for none.
    public var successor: Int32?
    public var wake: Wake
    /// Whether each connection has a process of its own (`accept = "yes"`).
    public var isPerConnection: Bool
    /// Why it is in its state, for people.
    public var reason: String?
    /// The names that are registered for it (SRV owner names).
    public var names: [String]
    public var sockets: [ReportedSocket]

    public init(
        _ service: String, _ state: ServiceState, since: Double, starts: Int = 0, lastStart: Double? = nil,
        process: Int32? = nil, successor: Int32? = nil, wake: Wake = .connect, isPerConnection: Bool = false,
        reason: String? = nil,
        names: [String] = [], sockets: [ReportedSocket] = []
    ) {
        self.service = service
        self.state = state
        self.since = since
        self.starts = starts
        self.lastStart = lastStart
        self.process = process
        self.successor = successor
        self.wake = wake
        self.isPerConnection = isPerConnection
        self.reason = reason
        self.names = names
        self.sockets = sockets
    }
}

/// A socket that a stand-in holds for a service.
public struct ReportedSocket: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case tcp
        case udp
        case unix
    }

    /// For the program (`LISTEN_FDNAMES`).
    public var name: String
    public var kind: Kind
    /// `127.0.0.1:8080`, `[::1]:8080`, or a path.
    public var place: String
    /// As in the links of /proc/PID/fd and in sock_diag(7).
    public var inode: UInt64

    public init(_ name: String, _ kind: Kind, at place: String, inode: UInt64) {
        self.name = name
        self.kind = kind
        self.place = place
        self.inode = inode
    }
}
