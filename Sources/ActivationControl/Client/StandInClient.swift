/// Asks a stand-in.
///
/// Each question is a conversation of its own, on a connection of its own: where another process has taken the stand-in's
/// place, that one answers. What is said here waits for the answer, `patience` at most for each packet of it.
///
/// ```swift
/// let sockets = try StandInClient(at: ControlPlace(name: "web").path).take("web")
/// let listener = try await ServerBootstrap(group: group).withBoundSocket(sockets.sockets(named: "http")[0].take())
/// try sockets.ready()
/// ```
public struct StandInClient: Hashable, Sendable {
    public let path: String
    public var patience: Duration

    /// - Parameter path: of its control socket.
    public init(at path: String, patience: Duration = .seconds(10)) {
        self.path = path
        self.patience = patience
    }

    /// Its services.
    public func reports() throws(ControlError) -> [ServiceReport] { try status().services }

    /// Its services, and whose word that is.
    public func status() throws(ControlError) -> StandInStatus {
        try again { () throws(ControlError) in try Conversation(with: self, .status).status() }
    }

    /// Its services, and all that happens to them.
    public func watch() throws(ControlError) -> StandInWatch {
        try again { () throws(ControlError) in
            let conversation = try Conversation(with: self, .watch)
            return StandInWatch(try conversation.status(), conversation.connection)
        }
    }

    /// Starts a service as if a client had come.
    public func start(_ service: String) throws(ControlError) { try ask(.start(service)) }

    /// Ends a service's process; it is dormant then.
    public func stop(_ service: String) throws(ControlError) { try ask(.stop(service)) }

    /// Starts a service's command anew, beside the process that runs; that is told to end once the new one is ready.
    public func upgrade(_ service: String) throws(ControlError) { try ask(.upgrade(service)) }

    /// Takes the sockets of a service, which this process is from now on. What runs for it is told to end once we are
    /// ready.
    public func take(_ service: String) throws(ControlError) -> TakenSockets {
        try TakenSockets(service, from: Conversation(with: self, .take(service)))
    }

    private func ask(_ request: ControlRequest) throws(ControlError) {
        let conversation = try Conversation(with: self, request)
        while try !conversation.next().message.isEnd {}
    }

    private static let mostAttempts = 5

    /// Who asks a stand-in that leaves to another, and is not heard any more, asks that one. For what does no harm twice.
    private func again<Value>(_ body: () throws(ControlError) -> Value) throws(ControlError) -> Value {
        for _ in 1..<Self.mostAttempts {
            do throws(ControlError) {
                return try body()
            } catch .ended {
                continue
            }
        }
        return try body()
    }
}

/// The services of a stand-in, at a time.
public struct StandInStatus: Hashable, Sendable {
    /// Who listens on the control socket.
    public var standIn: ControlPeer
    public var services: [ServiceReport]

    public init(standIn: ControlPeer, services: [ServiceReport]) {
        self.standIn = standIn
        self.services = services
    }
}
