import DNSCore
import ServiceRegistration

/// TCP and UDP sockets that no records lead to.
package enum NamelessSockets {
    /// One for each address; for connections, they listen. Close-on-exec and blocking; the caller's to close.
    /// - Parameter addresses: none stands for all of this host, of both families.
    package static func open(
        _ transport: ServiceTransport, port: UInt16, at addresses: [IPAddress] = []
    ) throws(SocketFault) -> [Int32] {
        let places = addresses.isEmpty ? [LocalAddresses.any] : addresses
        return try BoundPort(port, at: places, transport, listens: true).take()
    }
}
