import DNSCore
import NIOCore
import Synchronization

/// Where the messages of all of a listener's sockets come together.
final class NotifyDesk: Sendable {
    private let responder: NotifyResponder
    private let sources: NotifySources
    private let clock: @Sendable () -> UInt64
    private let notifications: AsyncStream<ZoneNotification>.Continuation
    private let tally = Mutex((counts: NotifyCounts(), connections: 0))

    /// Connections at a time.
    private static let connectionLimit = 64

    init(
        _ responder: NotifyResponder, _ sources: NotifySources, clock: @escaping @Sendable () -> UInt64,
        _ notifications: AsyncStream<ZoneNotification>.Continuation
    ) {
        self.responder = responder
        self.sources = sources
        self.clock = clock
        self.notifications = notifications
    }

    var counts: NotifyCounts { tally.withLock { $0.counts } }

    /// - Returns: what to answer, if anything.
    func take(_ message: Span<UInt8>, from sender: SocketAddress?, on loop: any EventLoop) -> [UInt8]? {
        guard let sender = sender.flatMap(IPAddress.init) else { return nil }
        switch responder.react(to: message, from: sender, sources[sender], at: clock()) {
        case .silence(let fault):
            note(fault, on: loop)
            return nil
        case .rejection(let fault, let answer):
            note(fault, on: loop)
            return answer
        case .notification(let notification, let answer):
            tally.withLock { $0.counts.accepted += 1 }
            notifications.yield(notification)
            return answer
        }
    }

    /// Whether a connection may stay; then it has to be given back.
    func admit(from sender: SocketAddress?, on loop: any EventLoop) -> Bool {
        guard let sender = sender.flatMap(IPAddress.init), !sources[sender].isEmpty else {
            note(.stranger, on: loop)
            return false
        }
        return tally.withLock { tally in
            guard tally.connections < Self.connectionLimit else {
                tally.counts.closedConnections += 1
                return false
            }
            tally.connections += 1
            return true
        }
    }

    func release(closedByUs: Bool) {
        tally.withLock { tally in
            tally.connections -= 1
            if closedByUs { tally.counts.closedConnections += 1 }
        }
    }

    private func note(_ fault: NotifyResponder.Fault, on loop: any EventLoop) {
        tally.withLock { tally in
            switch fault {
            case .stranger: tally.counts.strangers += 1
            case .unverified: tally.counts.unverified += 1
            case .malformed: tally.counts.malformed += 1
            }
        }
        if fault == .stranger { sources.lookUpAgain(on: loop) }
    }
}
