import ActivationControl
import Glibc

/// Why there is no stand-in.
package enum StandInError: Error, Hashable, Sendable, CustomStringConvertible {
    case control(ControlError)
    /// The kernel gives no more of what it takes.
    case system(errno: Int32)
    /// A service has no socket of that name.
    case socketMissing(service: String, socket: String)
    /// The stand-in that was to hand over has said something that is not understood.
    case estate(String)

    package var description: String {
        switch self {
        case .control(let error): "\(error)"
        case .system(let code): "there can be no stand-in: \(String(cString: strerror(code)))"
        case .socketMissing(let service, let socket): "\(service): there is no socket '\(socket)' to listen with"
        case .estate(let words):
            "the stand-in that is to be replaced hands over something else than was asked for: \(words)"
        }
    }
}
