import ServiceRegistration

/// The ports of a program that listens by itself. They are bound without listening, and most programs bind beside that: they
/// set SO_REUSEADDR. So does whoever wants to take the port away, of whatever user, before the program listens: only sockets
/// that are handed over are safe from that.
package actor PortReservation {
    private let registrar: Registrar
    private var ports: [ServicePort]
    private let tell: @Sendable (any Error) -> Void

    package init(
        _ registrar: Registrar, _ claimed: [ClaimedPort], tell: @escaping @Sendable (any Error) -> Void
    ) {
        self.registrar = registrar
        ports = claimed.map { ServicePort($0, isHandedOver: false) }
        self.tell = tell
    }

    /// - Parameter failures: so many starts in a row have not led to a program that was ready. It may be one that cannot bind
    ///   beside us; or the port is another's now.
    package func ports(afterFailures failures: Int) async -> [ServicePort] {
        guard failures > 0 else { return ports }
        guard failures % 2 == 0 else {
            await registrar.releasePorts()
            return ports
        }
        do throws(RegistrationError) {
            ports = try await registrar.claim(.reserve).map { ServicePort($0, isHandedOver: false) }
        } catch {
            tell(error)
        }
        return ports
    }
}

extension ServicePort {
    package init(_ claimed: ClaimedPort, isHandedOver: Bool) {
        self.init(
            label: claimed.label, port: claimed.port, isDatagram: claimed.transport == .udp,
            descriptors: isHandedOver ? claimed.descriptors : [])
    }
}
