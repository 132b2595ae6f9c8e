import CPlatform
import Glibc

/// A probe's socket: a thin name for a descriptor, which its owner must close.
struct ProbeSocket: Sendable {
    enum Progress {
        case done
        case pending
        case failed(ProbeFailure)
    }

    let descriptor: Int32

    /// Nil with the reason in `errno`.
    static func open(for peer: platform_peer, isDatagram: Bool) -> ProbeSocket? {
        let isV6 = Int32(peer.is_v6)
        let descriptor = isDatagram ? platform_probe_socket_udp(isV6) : platform_probe_socket_tcp(isV6)
        return descriptor < 0 ? nil : ProbeSocket(descriptor: descriptor)
    }

    /// Starts to connect.
    func connect(to peer: platform_peer) -> Progress {
        guard platform_probe_connect(descriptor, peer) < 0 else { return .done }
        return errno == EINPROGRESS ? .pending : .failed(ProbeFailure(errno: errno))
    }

    /// How far a connection has got that was started before, without waiting.
    func progress(to peer: platform_peer) -> Progress {
        guard platform_probe_connect(descriptor, peer) < 0 else { return .done }
        return switch errno {
        case EALREADY, EINPROGRESS: .pending
        case EISCONN: .done
        default: .failed(ProbeFailure(errno: errno))
        }
    }

    /// connect(2) to a local port that nobody listens on can end at itself, when the kernel happens to choose that very
    /// port to connect from.
    var isConnectedToItself: Bool { platform_probe_is_self_connected(descriptor) != 0 }

    /// Nil when the datagram is on its way.
    func send(_ bytes: [UInt8]) -> ProbeFailure? {
        let sent = bytes.withUnsafeBytes { platform_probe_send(descriptor, $0.baseAddress, UInt($0.count)) }
        return sent < 0 ? ProbeFailure(errno: errno) : nil
    }

    enum Received {
        /// The first bytes of the buffer.
        case bytes(Int)
        case nothing
        case failed(ProbeFailure)
    }

    func receive(into buffer: inout [UInt8]) -> Received {
        let count = buffer.withUnsafeMutableBytes {
            recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
        }
        guard count < 0 else { return .bytes(count) }
        return errno == EAGAIN || errno == EINTR ? .nothing : .failed(ProbeFailure(errno: errno))
    }

    func close() { _ = Glibc.close(descriptor) }
}
