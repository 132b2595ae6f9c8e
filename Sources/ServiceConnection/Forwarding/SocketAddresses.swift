import CPlatform
import DNSCore
import Glibc

extension IPAddress {
    /// The family, and the bytes of a sockaddr: sockaddr_in and sockaddr_in6 themselves are in two modules that do not agree.
    func socketAddress(port: UInt16) -> (family: Int32, bytes: [UInt8]) {
        let family: Int32
        var bytes: [UInt8]
        switch self {
        case .v4(let address):
            family = AF_INET
            bytes = [UInt8](repeating: 0, count: 16)
            bytes.withUnsafeMutableBytes {
                $0.storeBytes(of: address.rawValue.bigEndian, toByteOffset: 4, as: UInt32.self)
            }
        case .v6(let address):
            family = AF_INET6
            // Family, port, flow, address, scope.
            bytes = [UInt8](repeating: 0, count: 28)
            bytes.withUnsafeMutableBytes {
                $0.storeBytes(of: address.high.bigEndian, toByteOffset: 8, as: UInt64.self)
                $0.storeBytes(of: address.low.bigEndian, toByteOffset: 16, as: UInt64.self)
            }
        }
        bytes.withUnsafeMutableBytes {
            $0.storeBytes(of: sa_family_t(family), as: sa_family_t.self)
            $0.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
        }
        return (family, bytes)
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
