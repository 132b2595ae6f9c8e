import CPlatform
import Glibc
import ServiceCatalog

/// Asks the kernel whose the other end of a connection is (sock_diag(7)). Any user may; it answers for sockets of this
/// network namespace, so that nothing is ever said of another host.
final class SocketOwners {
    private var query: Int32 = -1

    deinit { if query >= 0 { close(query) } }

    /// - Parameter isWanted: whether someone is expected there; otherwise only what lies at this host's own addresses is
    ///   asked for.
    func owner(of socket: ProbeSocket, at peer: platform_peer, isWanted: Bool) -> SocketOwner? {
        var own = platform_peer()
        guard platform_probe_local_name(socket.descriptor, &own) == 0, isWanted || own.isHost(of: peer) else {
            return nil
        }
        if query < 0 { query = platform_socket_owner_open() }
        guard query >= 0 else { return nil }
        var found = platform_socket_owner()
        guard platform_socket_owner_of_connection(query, peer, own, &found) == 1 else { return nil }
        if found.inode != 0 { return SocketOwner(found, hasAccepted: true) }
        // Nobody's yet, or nobody's any more: such a row, and one in TIME_WAIT, may say uid 0. The listener's says whose.
        guard platform_socket_owner_of_listener(query, peer, &found) == 1 else { return nil }
        return SocketOwner(found, hasAccepted: false)
    }

    // MARK: - Without a connection

    enum Listener: Hashable {
        case found(inode: UInt32, SocketOwner?)
        /// Nobody listens there.
        case nobody
        /// The address is another host's.
        case elsewhere
        /// The kernel does not say.
        case unknown
    }

    /// Whose socket gets what is sent to an endpoint. Nothing is sent.
    func listener(at endpoint: Endpoint) -> Listener {
        let peer = endpoint.peer
        guard Self.isHere(peer) else { return .elsewhere }
        if query < 0 { query = platform_socket_owner_open() }
        guard query >= 0 else { return .unknown }
        var found = platform_socket_owner()
        let answer =
            endpoint.transport == .tcp
            ? platform_socket_owner_of_listener(query, peer, &found)
            : platform_socket_owner_of_receiver(query, peer, &found)
        guard answer >= 0 else { return .unknown }
        guard answer == 1, found.inode != 0 else { return .nobody }
        return .found(inode: found.inode, SocketOwner(found, hasAccepted: false))
    }

    /// Connecting a datagram socket sends nothing; the kernel chooses the address that it would send from.
    private static func isHere(_ peer: platform_peer) -> Bool {
        guard let socket = ProbeSocket.open(for: peer, isDatagram: true) else { return false }
        defer { socket.close() }
        var own = platform_peer()
        guard case .done = socket.connect(to: peer), platform_probe_local_name(socket.descriptor, &own) == 0 else {
            return false
        }
        return own.isHost(of: peer)
    }
}

extension SocketOwners.Listener {
    /// What is reported of it.
    var finding: (failure: Reason, evidence: PeerEvidence?) {
        switch self {
        case .found(let inode, let owner): (.none, PeerEvidence(owner: owner, listener: inode))
        case .nobody: (.notListening, nil)
        case .elsewhere: (.notWoken, nil)
        case .unknown: (.probeFailed, nil)
        }
    }
}

extension SocketOwner {
    /// Nil where the user is one that this user namespace has no number for.
    fileprivate init?(_ found: platform_socket_owner, hasAccepted: Bool) {
        guard found.uid != Self.overflowUser || Self.seesAllUsers else { return nil }
        self.init(user: found.uid, hasAccepted: hasAccepted, controlGroup: found.cgroup)
    }

    private static let overflowUser: UInt32 = 65534

    /// Whether every user has a number here, so that the overflow user's is meant as such.
    private static let seesAllUsers: Bool = {
        guard let file = fopen("/proc/self/uid_map", "re") else { return false }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 64)
        guard fgets(&line, Int32(line.count), file) != nil else { return false }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(whereSeparator: \.isWhitespace) == ["0", "0", "4294967295"]
    }()
}

extension platform_peer {
    /// Whether a connection from here to `peer` stays on this host: the kernel calls from the address that it calls, or
    /// within the loopback network.
    fileprivate func isHost(of peer: platform_peer) -> Bool {
        if high == peer.high, low == peer.low, is_v6 == peer.is_v6 { return true }
        return is_v6 == 0 && peer.is_v6 == 0 && low >> 24 == 127 && peer.low >> 24 == 127
    }
}
