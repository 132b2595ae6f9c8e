import CPlatform
import Glibc

/// Watches a listening TCP socket that two processes share until the one of them takes a connection: of our own, with nothing
/// in them, one after the other.
package struct TakingWatch: ~Copyable {
    private let listener: Int32
    private let process: pid_t
    private let query: Int32
    private var connection: Int32 = -1
    private var unseen = 0

    /// - Parameter process: with all that it has started.
    package init(_ listener: Int32, by process: pid_t) {
        self.listener = listener
        self.process = process
        query = platform_socket_owner_open()
    }

    deinit {
        if connection >= 0 { close(connection) }
        if query >= 0 { close(query) }
    }

    /// Whether it has taken one since the watch was made. To be asked again and again.
    package mutating func isTaken() -> Bool {
        guard connection >= 0 else {
            connection = platform_listener_connect(listener)
            return false
        }
        guard let holder = holder() else { return false }
        switch holder {
        case .process: return true
        case .other: break
        case .unseen:
            unseen += 1
            // Somebody closes connections before they can be looked at, and it may well be this one.
            if unseen > Self.mostUnseen { return true }
        }
        close(connection)
        connection = -1
        return false
    }

    private static let mostUnseen = 16

    private enum Holder {
        case process
        case other
        /// It has been taken and closed.
        case unseen
    }

    /// nil while nobody has taken our connection.
    private func holder() -> Holder? {
        var (own, peer) = (platform_peer(), platform_peer())
        guard platform_probe_local_name(connection, &own) == 0, platform_probe_peer_name(connection, &peer) == 0 else {
            return hasBeenAnswered ? .unseen : nil
        }
        var owner = platform_socket_owner()
        guard platform_socket_owner_of_connection(query, peer, own, &owner) == 1 else { return .unseen }
        guard owner.inode != 0 else { return hasBeenAnswered ? .unseen : nil }
        let isIts = ProcessFamily.members(of: process).contains { member in
            // What may not be looked at is nobody's that we have started.
            ProcessSockets.holds(member, inode: owner.inode) ?? false
        }
        return isIts ? .process : .other
    }

    /// Whether the other end has said something, or has closed it.
    private var hasBeenAnswered: Bool { platform_connection_peek(connection) >= 0 }
}
