import ActivationControl
import CPlatform

/// What a socket is, for people and for those who ask the kernel about it.
package struct SocketName: Hashable, Sendable {
    package let kind: ReportedSocket.Kind
    /// `127.0.0.1:8080`, `[::1]:8080`, `/run/x.sock`.
    package let place: String
    /// As in the links of /proc/PID/fd and in sock_diag(7).
    package let inode: UInt64
    /// nil for a Unix socket.
    package let port: UInt16?
    /// Whether it takes connections, or datagrams.
    package let isStream: Bool

    package init(of descriptor: Int32) {
        var name = platform_socket_name()
        let isKnown = platform_socket_name_of(descriptor, &name) == 0
        let place = withUnsafeBytes(of: &name.place) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        inode = name.inode
        isStream = name.is_datagram == 0
        switch Int(name.kind) {
        case PLATFORM_SOCKET_TCP, PLATFORM_SOCKET_UDP:
            kind = Int(name.kind) == PLATFORM_SOCKET_TCP ? .tcp : .udp
            self.place = place.contains(":") ? "[\(place)]:\(name.port)" : "\(place):\(name.port)"
            port = name.port
        default:
            kind = .unix
            self.place = isKnown && !place.isEmpty ? place : "descriptor \(descriptor)"
            port = nil
        }
    }
}
