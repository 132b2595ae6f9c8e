import DNSClient
import Glibc

/// A port of 127.0.0.1 that refuses everybody, and that nobody else can get.
///
/// The TCP socket is bound and does not listen; the UDP socket is connected to itself and takes nothing from others.
final class ClosedPort: Sendable {
    let address: ServerAddress
    private let sockets: [Int32]

    init() throws {
        let tcp = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let udp = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        sockets = [tcp, udp]
        var local = sockaddr_in()
        local.sin_family = sa_family_t(AF_INET)
        local.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isReady = withUnsafeMutablePointer(to: &local) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { local in
                bind(tcp, local, length) == 0 && getsockname(tcp, local, &length) == 0
                    && bind(udp, local, length) == 0 && connect(udp, local, length) == 0
            }
        }
        guard isReady else { throw ClientError.local(reason: String(cString: strerror(errno))) }
        address = try ServerAddress(host: "127.0.0.1", port: UInt16(bigEndian: local.sin_port))
    }

    deinit { for socket in sockets { close(socket) } }
}
