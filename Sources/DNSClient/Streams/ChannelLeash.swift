import Synchronization

/// Ends a connection when its task is cancelled, even while it is being made.
package final class ChannelLeash: Sendable {
    private struct State {
        var isPulled = false
        var end: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    package init() {}

    package var isPulled: Bool { state.withLock { $0.isPulled } }

    /// Says how to end what has been made by now.
    package func attach(_ end: @escaping @Sendable () -> Void) {
        let isPulled = state.withLock { state in
            state.end = end
            return state.isPulled
        }
        if isPulled { end() }
    }

    package func pull() {
        let end = state.withLock { state in
            state.isPulled = true
            return state.end.take()
        }
        end?()
    }
}
