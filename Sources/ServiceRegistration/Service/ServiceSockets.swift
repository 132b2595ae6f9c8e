import Glibc

/// The sockets that a service listens at.
public struct ServiceSockets: Sendable {
    public let ports: [ClaimedPort]

    init(_ ports: [ClaimedPort]) { self.ports = ports }

    /// The sockets of a port, one for each address, bound and listening. They are duplicates, and the caller's to close.
    /// - Parameter label: of the names that are registered with it, `http` for `_http._tcp`.
    public func take(_ label: String, _ transport: ServiceTransport = .tcp) throws(RegistrationError) -> [Int32] {
        guard let port = ports.first(where: { $0.label == label && $0.transport == transport }) else {
            throw .plan("there is no port '\(label)': \(ports.map(\.label).joined(separator: ", "))")
        }
        var taken: [Int32] = []
        for descriptor in port.descriptors {
            let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
            guard duplicate >= 0 else {
                let reason = String(cString: strerror(errno))
                for descriptor in taken { close(descriptor) }
                throw .port(label: label, reason: reason)
            }
            taken.append(duplicate)
        }
        return taken
    }
}
