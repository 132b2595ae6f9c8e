import ActivationControl
import Glibc

/// What a stand-in has of a service, as it is handed over to the next one.
package struct ServiceEstate: Sendable {
    /// Something with a descriptor.
    enum Item: Hashable, Sendable {
        /// A listening socket.
        case socket(name: String)
        /// Where its processes say how they are.
        case notifications
        /// A pidfd.
        case process(Inheritance)
        /// What it keeps across its restarts.
        case stored(name: String)
        /// An accepted connection that has no process yet.
        case guest(ConnectionSource)
    }

    /// A process that was started by somebody else.
    struct Inheritance: Hashable, Sendable {
        enum Role: String, Hashable, Sendable {
            /// Clients come to it.
            case main
            /// It is starting, and clients will come to it.
            case successor
            /// It has been told to end.
            case retiring
            /// It serves one connection.
            case connection
        }

        enum Phase: String, Hashable, Sendable {
            case starting
            case active
            /// It has been told to end, or has said that it does.
            case stopping
        }

        var role: Role
        var pid: Int32
        var user: UInt32
        var phase: Phase
        /// Whose connection it serves; empty for none.
        var client: String
    }

    struct Holding: Sendable {
        let item: Item
        let descriptor: PassedDescriptor
    }

    package let service: String
    var starts = 0
    var lastStart: Double?
    var holdings: [Holding] = []

    init(_ service: String) { self.service = service }

    /// The listening sockets by name: the caller's to close. To be called once.
    package func takeSockets() -> [String: [Int32]] {
        var sockets: [String: [Int32]] = [:]
        for holding in holdings {
            guard case .socket(let name) = holding.item else { continue }
            let descriptor = holding.descriptor.take()
            if descriptor >= 0 { sockets[name, default: []].append(descriptor) }
        }
        return sockets
    }

    /// A service that is no more: its processes are told to end.
    package func dissolve() {
        for holding in holdings {
            if case .process = holding.item { holding.send(SIGTERM) }
        }
    }
}
