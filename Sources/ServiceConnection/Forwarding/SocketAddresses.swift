import CPlatform
import DNSCore
import Glibc

extension IPAddress {
    /// The family, and the bytes of a sockaddr.
    func socketAddress(port: UInt16) -> (family: Int32, bytes: [UInt8]) {
        switch self {
        case .v4(let address):
            var socket = sockaddr_in()
            socket.sin_family = sa_family_t(AF_INET)
            socket.sin_port = port.bigEndian
            socket.sin_addr.s_addr = address.rawValue.bigEndian
            return (AF_INET, withUnsafeBytes(of: socket) { Array($0) })
        case .v6(let address):
            var socket = sockaddr_in6()
            socket.sin6_family = sa_family_t(AF_INET6)
            socket.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &socket.sin6_addr) { bytes in
                bytes.storeBytes(of: address.high.bigEndian, as: UInt64.self)
                bytes.storeBytes(of: address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            return (AF_INET6, withUnsafeBytes(of: socket) { Array($0) })
        }
    }
}

/// The bytes of a Unix socket's sockaddr; nothing for a path that does not fit.
func unixSocketAddress(_ path: String) -> [UInt8]? {
    var socket = sockaddr_un()
    socket.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    guard !name.isEmpty, name.count < MemoryLayout.size(ofValue: socket.sun_path), !name.contains(0) else { return nil }
    withUnsafeMutableBytes(of: &socket.sun_path) { $0.copyBytes(from: name) }
    return withUnsafeBytes(of: socket) { Array($0) }
}

func withSocketAddress<Value>(_ bytes: [UInt8], _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
    var storage = sockaddr_storage()
    withUnsafeMutableBytes(of: &storage) { $0.copyBytes(from: bytes.prefix($0.count)) }
    return withUnsafePointer(to: &storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(bytes.count))
        }
    }
}
