/// What happened, where, and what to do about it.
extension RegistrationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .plan(let reason), .noTarget(let reason): reason
        case .unreachable(let server, let error): "\(server): \(error)"
        case .noZone(let name, let server):
            "\(server) is not authoritative for a zone that \(name) lies in: name the zone's primary as the server"
        case .refused(let server, let reason), .notShown(let server, let reason): "\(server) \(reason)"
        case .overtaken(let name): "others change \(name) all the time: no update of ours came through"
        case .port(let label, let reason): "no port for '\(label)': \(reason)"
        case .cancelled: "cancelled"
        }
    }
}
