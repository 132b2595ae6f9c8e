import DNSClient
import DNSCore

/// Why a service is not registered.
public enum RegistrationError: Error, Equatable, Sendable {
    /// The plan cannot be carried out as it is.
    case plan(String)
    /// No server could be asked.
    case unreachable(server: String, ClientError)
    /// The server knows no zone that the name lies in.
    case noZone(DomainName, server: String)
    /// The server does not carry out the update, for a reason of its own.
    case refused(server: String, reason: String)
    /// The server says that it is done, and shows something else.
    case notShown(server: String, reason: String)
    /// Others have changed the same records again and again.
    case overtaken(DomainName)
    /// A port cannot be had.
    case port(label: String, reason: String)
    /// This host has no name in the zone.
    case noTarget(String)
    case cancelled

    /// Whether it may work later without anybody's doing.
    public var isTransient: Bool {
        switch self {
        case .unreachable(_, .update), .unreachable(_, .unsendable): false
        case .unreachable, .overtaken: true
        case .plan, .noZone, .refused, .notShown, .port, .noTarget, .cancelled: false
        }
    }
}
