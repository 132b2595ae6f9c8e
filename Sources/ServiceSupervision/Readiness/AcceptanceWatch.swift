import CPlatform
import Glibc

/// Watches a listening socket of ours until the program that shares it takes a connection: one of our own, with nothing in
/// it, where nobody else's waits.
package struct AcceptanceWatch: ~Copyable {
    private let listener: Int32
    private var connection: Int32 = -1
    private var most = 0
    private var emptyLooks = 0

    package init(_ listener: Int32) { self.listener = listener }

    deinit {
        if connection >= 0 { close(connection) }
    }

    /// Whether one has been taken since the watch was made. What is no TCP socket has no queue, and counts as taken.
    package mutating func isTaken() -> Bool {
        let waiting = Int(platform_listener_waiting(listener))
        guard waiting >= 0 else { return true }
        if waiting < most { return true }
        most = waiting
        guard waiting == 0 else { return false }
        guard connection >= 0 else {
            connection = platform_listener_connect(listener)
            return false
        }
        // Our end is connected a moment before the other one is in the queue.
        emptyLooks = isConnected ? emptyLooks + 1 : 0
        return emptyLooks > 1
    }

    private var isConnected: Bool {
        var ready = pollfd(fd: connection, events: Int16(POLLOUT), revents: 0)
        return poll(&ready, 1, 0) == 1 && ready.revents & Int16(POLLERR) == 0
    }
}
