import Glibc

/// Where clients on this host reach a service.
package enum ClientPlace: Hashable, Sendable {
    /// TCP on 127.0.0.1.
    case stream(UInt16)
    /// UDP on 127.0.0.1.
    case datagram(UInt16)
    /// A Unix stream socket.
    case local(String)

    /// A socket of its kind that never blocks.
    func makeSocket() -> Int32 {
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        return switch self {
        case .stream: socket(AF_INET, Int32(SOCK_STREAM.rawValue) | flags, 0)
        case .datagram: socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | flags, 0)
        case .local: socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | flags, 0)
        }
    }

    /// Begins to connect.
    /// - Returns: 0, or the error.
    func connect(_ descriptor: Int32) -> Int32 {
        let result =
            switch self {
            case .stream(let port), .datagram(let port):
                withLoopbackAddress(port: port) { Glibc.connect(descriptor, $0, $1) }
            case .local(let path): withLocalAddress(path) { Glibc.connect(descriptor, $0, $1) }
            }
        return result == 0 ? 0 : errno
    }
}

private func withLocalAddress<Value>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
}
