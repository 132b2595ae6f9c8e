import Glibc

/// Who has started us and wants to know how we are, systemd or another of its kind.
package enum ServiceManager {
    /// - Parameter state: `READY=1` and the like, a line each. Where nobody listens, it is said to no one.
    package static func tell(_ state: String) {
        guard let variable = getenv("NOTIFY_SOCKET"), var address = UnixAddress(String(cString: variable)) else {
            return
        }
        let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        var text = state
        text.withUTF8 { bytes in
            address.withPointer { pointer, length in
                _ = sendto(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL), pointer, length)
            }
        }
    }
}
