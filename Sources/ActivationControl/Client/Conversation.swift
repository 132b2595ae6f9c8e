/// A request, and the packets that answer it.
struct Conversation {
    let connection: ControlConnection
    private let path: String
    private let patience: Duration

    init(on connection: ControlConnection, path: String, patience: Duration) {
        self.connection = connection
        self.path = path
        self.patience = patience
    }

    init(with standIn: StandInClient, _ request: ControlRequest) throws(ControlError) {
        let connection = try ControlConnection.connect(to: standIn.path, within: standIn.patience)
        self.init(on: connection, path: standIn.path, patience: standIn.patience)
        try say(request.message)
    }

    func say(_ message: ControlMessage) throws(ControlError) {
        switch connection.send(message, within: patience) {
        case .sent: return
        case .full: throw .silent(path, patience)
        case .ended, .tooMuch: throw .ended(path)
        }
    }

    /// A packet of the answer. One that refuses is thrown.
    func next() throws(ControlError) -> (message: ControlMessage, descriptors: [PassedDescriptor]) {
        switch connection.receive(within: patience) {
        case .message(let message, let descriptors):
            if let words = message["ERROR"] { throw .refused(words) }
            return (message, descriptors)
        case .nothing: throw .silent(path, patience)
        case .ended: throw .ended(path)
        }
    }

    /// More services are no stand-in's.
    private static let mostReports = 20_000

    func status() throws(ControlError) -> StandInStatus {
        var status = StandInStatus(standIn: connection.peer, services: [])
        while status.services.count < Self.mostReports {
            let message = try next().message
            if let report = ServiceReport(message) { status.services.append(report) }
            if message.isEnd { return status }
        }
        throw .ended(path)
    }

    var isNotUnderstood: ControlError { .ended(path) }
}
