import Glibc

/// A port of 127.0.0.1 that the kernel picked, free for UDP and TCP a moment ago.
///
/// Somebody else may take it before the server does: then the server's start is tried again with another.
package func freeLoopbackPort() throws(PeerError) -> UInt16 {
    for _ in 0..<50 {
        let udp = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let tcp = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer {
            close(udp)
            close(tcp)
        }
        guard udp >= 0, tcp >= 0 else { throw .cannotStart("socket: \(errorText())") }
        if let port = bindLoopback(tcp, port: 0), bindLoopback(udp, port: port) != nil { return port }
    }
    throw .cannotStart("no free port on 127.0.0.1")
}

/// Binds to 127.0.0.1, or another 127.0.0.x; port 0 is the kernel's choice. Returns the port.
func bindLoopback(_ descriptor: Int32, port: UInt16, host: UInt8 = 1) -> UInt16? {
    withLoopbackAddress(port: port, host: host) { address, length in
        guard bind(descriptor, address, length) == 0 else { return nil }
        var length = length
        guard getsockname(descriptor, address, &length) == 0 else { return nil }
        return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
    }
}

func withLoopbackAddress<Value>(
    port: UInt16, host: UInt8 = 1, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Value
) -> Value {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = (0x7F00_0000 | UInt32(host)).bigEndian
    return withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
}
