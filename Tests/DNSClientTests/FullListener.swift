import Glibc

@testable import DNSClient

/// A listener that accepts nobody and whose queue is full: who connects waits.
final class FullListener {
    let port: UInt16
    private var sockets: [Int32] = []

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        sockets = [listener]
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let sockets = try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(listener, address, length) == 0, listen(listener, 0) == 0,
                    getsockname(listener, address, &length) == 0
                else { throw ClientError(errno: errno) }
                return (0..<4).map { _ in
                    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
                    let client = socket(AF_INET, type, 0)
                    _ = connect(client, address, length)
                    return client
                }
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        self.sockets += sockets
    }

    deinit { for socket in sockets { close(socket) } }
}
