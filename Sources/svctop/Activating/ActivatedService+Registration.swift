import Glibc
import ServiceActivation
import ServiceRegistration
import ServiceSupervision

extension ActivatedService {
    /// Its names as one registrar holds those of many services: the label of their port tells which socket it is.
    var registeredNames: [RegisteredName] {
        sockets.flatMap { socket in
            socket.names.map { name in
                var name = name
                name.label = label(of: socket)
                if case .network(_, let port, let addresses) = socket.place {
                    name.port = port
                    name.listening = addresses
                }
                name.texts.append("activation=\(wake.rawValue)")
                // Of a program that changes its user by itself, nobody else knows.
                if !name.texts.contains(where: { $0.lowercased().hasPrefix("uid=") }) {
                    name.texts.append("uid=\(user?.user ?? geteuid())")
                }
                return name
            }
        }
    }

    func label(of socket: ActivatedSocket) -> String { "\(name)/\(socket.name)" }

    /// What root alone may listen at.
    var wantsPrivilegedPort: Bool {
        sockets.contains { if case .network(_, let port?, _) = $0.place { port < 1024 } else { false } }
    }
}
