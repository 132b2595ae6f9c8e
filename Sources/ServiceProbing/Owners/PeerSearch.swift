import CPlatform
import Glibc
import ServiceCatalog

/// Finds out more of who listens at one of this host's endpoints than a user id: names, and the process where it may be
/// seen. Reads files; not for every probe.
package enum PeerSearch {
    /// - Parameter seeksProcess: whether every process's descriptors are looked through for the listening socket.
    package static func process(of owner: SocketOwner, at endpoint: Endpoint, seeksProcess: Bool) -> PeerProcess {
        var process = PeerProcess(
            userName: UserNames.name(of: owner.user), unit: ControlGroups.unit(of: owner.controlGroup))
        guard seeksProcess, let inode = listener(at: endpoint),
            let identifier = ProcessTable.holder(ofSocket: inode, preferring: owner.user)
        else { return process }
        process.identifier = identifier
        process.command = ProcessTable.command(of: identifier)
        return process
    }

    private static func listener(at endpoint: Endpoint) -> UInt32? {
        let query = platform_socket_owner_open()
        guard query >= 0 else { return nil }
        defer { close(query) }
        var found = platform_socket_owner()
        let answer =
            endpoint.transport == .tcp
            ? platform_socket_owner_of_listener(query, endpoint.peer, &found)
            : platform_socket_owner_of_receiver(query, endpoint.peer, &found)
        guard answer == 1, found.inode != 0 else { return nil }
        return found.inode
    }
}

/// Names in the system's user database.
enum UserNames {
    static func name(of user: UInt32) -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 4096)
        guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
        else { return nil }
        return String(cString: name)
    }
}
