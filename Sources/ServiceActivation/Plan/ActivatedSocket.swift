import DNSCore
import ServiceRegistration

/// A socket that a stand-in holds for a service.
package struct ActivatedSocket: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        /// At an address where one is given, else where the records lead; at a port of its own choice, or the one that is
        /// registered already, where none is given and there are names.
        case network(ServiceTransport, port: UInt16?, addresses: [IPAddress])
        case local(LocalSocketPlace)
    }

    /// Its name for the program (`LISTEN_FDNAMES`).
    package var name: String
    package var place: Place
    /// The names that are registered with it; none for a socket that clients know of otherwise.
    package var names: [RegisteredName]

    package init(_ name: String, _ place: Place, names: [RegisteredName] = []) {
        self.name = name
        self.place = place
        self.names = names
    }
}

/// A Unix socket in the file system.
package struct LocalSocketPlace: Hashable, Sendable {
    package var path: String
    package var isDatagram: Bool
    /// Permission bits.
    package var mode: UInt32
    /// Whose file it becomes; nil for ours.
    package var owner: UInt32?
    package var group: UInt32?

    package init(
        path: String, isDatagram: Bool = false, mode: UInt32 = 0o666, owner: UInt32? = nil, group: UInt32? = nil
    ) {
        self.path = path
        self.isDatagram = isDatagram
        self.mode = mode
        self.owner = owner
        self.group = group
    }
}
