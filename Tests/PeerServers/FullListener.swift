import Glibc

/// A listener on loopback that accepts nobody and whose queue is full: who connects waits.
package final class FullListener {
    package let port: UInt16
    private var sockets: [Int32] = []

    /// - Parameters:
    ///   - isIPv6: on ::1.
    ///   - port: 0 is the kernel's choice.
    package init(isIPv6: Bool = false, port: UInt16 = 0) throws(PeerError) {
        let family = isIPv6 ? AF_INET6 : AF_INET
        let listener = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(family)
        // Family and port lie at the same place in both.
        address.sin6_port = port.bigEndian
        withUnsafeMutableBytes(of: &address) { bytes in
            if isIPv6 {
                bytes[23] = 1
            } else {
                bytes.storeBytes(of: UInt32(0x7F00_0001).bigEndian, toByteOffset: 4, as: UInt32.self)
            }
        }
        var length = socklen_t(isIPv6 ? 28 : 16)
        let clients = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> [Int32]? in
                guard bind(listener, address, length) == 0, listen(listener, 0) == 0,
                    getsockname(listener, address, &length) == 0
                else { return nil }
                return (0..<4).map { _ in
                    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
                    let client = socket(family, type, 0)
                    _ = connect(client, address, length)
                    return client
                }
            }
        }
        self.port = UInt16(bigEndian: address.sin6_port)
        sockets = [listener] + (clients ?? [])
        guard clients != nil else { throw .cannotStart("no full listener: \(errorText())") }
    }

    deinit { for socket in sockets { close(socket) } }
}
