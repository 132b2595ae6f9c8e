import Dispatch

/// The services of a stand-in, and what happens to them.
public struct StandInWatch: Sendable {
    /// Who listened on the control socket.
    public let standIn: ControlPeer
    /// As they were when the watch began.
    public let services: [ServiceReport]
    /// A report whenever something about a service changes. It ends when the stand-in does or is replaced, and when nobody
    /// reads it for so long that changes would be lost: then another watch begins with all services.
    public let changes: AsyncStream<ServiceReport>

    private static let mostUnread = 4096

    init(_ status: StandInStatus, _ connection: ControlConnection) {
        standIn = status.standIn
        services = status.services
        let (stream, sink) = AsyncStream.makeStream(
            of: ServiceReport.self, bufferingPolicy: .bufferingOldest(Self.mostUnread))
        changes = stream
        sink.onTermination = { _ in connection.end() }
        // A serial queue has a thread of its own while it blocks.
        DispatchQueue(label: "svctop.stand-in").async {
            Self.forward(connection, to: sink)
            sink.finish()
        }
    }

    private static func forward(_ connection: ControlConnection, to sink: AsyncStream<ServiceReport>.Continuation) {
        while true {
            switch connection.receive(within: .seconds(3600)) {
            case .nothing: continue
            case .ended: return
            case .message(let message, _):
                guard let report = ServiceReport(message) else { continue }
                guard case .enqueued = sink.yield(report) else { return }
            }
        }
    }
}
