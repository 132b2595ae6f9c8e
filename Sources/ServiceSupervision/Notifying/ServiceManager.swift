import CPlatform
import Glibc

/// Who has started us and wants to know how we are, systemd or another of its kind.
package enum ServiceManager {
    /// - Parameter state: `READY=1` and the like, a line each. Where nobody listens, it is said to no one.
    package static func tell(_ state: String) {
        guard let name = getenv("NOTIFY_SOCKET") else { return }
        var state = state
        state.withUTF8 { _ = platform_notify_send(name, $0.baseAddress, UInt32(clamping: $0.count)) }
    }
}
