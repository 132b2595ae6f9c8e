import DNSCore
import NIOCore
import Synchronization

/// A server's connections, on whatever event loop each is.
final class ConnectionTable: Sendable {
    typealias Seat = ConnectionRoll.Seat

    private struct State {
        var roll: ConnectionRoll
        var channels: [Seat: any Channel] = [:]
        var isClosed = false
    }

    private let state: Mutex<State>

    init(_ limits: StreamLimits) {
        state = Mutex(
            State(
                roll: ConnectionRoll(limit: limits.connections, limitPerNetwork: limits.connectionsPerAddress)))
    }

    var count: Int { state.withLock { $0.roll.count } }

    /// Takes a connection in, and closes the one that has to make room for it.
    /// - Returns: nil where there is none.
    func admit(_ channel: any Channel) -> Seat? {
        let address = IPAddress(channel.remoteAddress)
        let (seat, evicted) = state.withLock { state -> (Seat?, (any Channel)?) in
            guard !state.isClosed, let admission = state.roll.admit(address) else { return (nil, nil) }
            state.channels[admission.seat] = channel
            return (admission.seat, admission.evicted.flatMap { state.channels.removeValue(forKey: $0) })
        }
        evicted?.close(promise: nil)
        return seat
    }

    func markBusy(_ seat: Seat) { state.withLock { $0.roll.markBusy(seat) } }

    func markIdle(_ seat: Seat) { state.withLock { $0.roll.markIdle(seat) } }

    func remove(_ seat: Seat) {
        state.withLock { state in
            state.roll.remove(seat)
            state.channels[seat] = nil
        }
    }

    /// Lets nobody in any more.
    /// - Returns: the connections that there are.
    func close() -> [any Channel] {
        state.withLock { state in
            state.isClosed = true
            return Array(state.channels.values)
        }
    }
}
