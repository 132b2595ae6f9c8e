import DNSCore
import ServiceActivation
import ServiceRegistration

/// What a stand-in does, as a file or the command line says it.
package struct ActivationSettings: Sendable {
    /// What all services have in common: servers, host, lease. No names.
    package var registration = RegistrationSettings()
    package var services: [ActivatedService] = []
    /// Where it is asked; nil for the usual place.
    package var control: String?

    package init() {}
}

extension ActivationSettings {
    /// What no service can say alone.
    /// - Returns: the first mistake, and which service it is in.
    func mistake() -> (service: Int, text: String)? {
        var owners: [String: String] = [:]
        var ports: [String: String] = [:]
        for (index, service) in services.enumerated() {
            for socket in service.sockets {
                let label = "\(service.name)/\(socket.name)"
                for name in socket.names {
                    if let other = owners.updateValue(label, forKey: "\(name.owner.lowercased)") {
                        return (
                            index, "\(name.owner) is the name of \(other) already: a name leads to one socket of a host"
                        )
                    }
                }
                for place in socket.places {
                    if let other = ports.updateValue(label, forKey: place) {
                        return (index, "\(place) is the place of \(other) already")
                    }
                }
            }
        }
        return nil
    }
}

extension ActivatedSocket {
    /// Those that nobody else can have; none where a port is to be found.
    fileprivate var places: [String] {
        switch place {
        case .local(let place): return [place.path]
        case .network(_, port: nil, _): return []
        case .network(let transport, let port?, let addresses):
            let name = "\(transport.rawValue) port \(port)"
            return addresses.isEmpty ? [name] : addresses.map { "\(name) at \($0)" }
        }
    }
}
