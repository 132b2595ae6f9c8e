import DNSCore
import Glibc
import NIOCore

/// Which addresses are this host's.
package enum LocalAddresses {
    /// Whether sockets can be bound to an address.
    static func contains(_ address: IPAddress) -> Bool {
        (try? BoundPort(0, at: [address], .udp, listens: false)) != nil
    }

    /// The address that this host has for those who are where `peer` is; nothing is sent.
    static func address(toward peer: SocketAddress) -> IPAddress? {
        let family = peer.protocol == .inet ? AF_INET : AF_INET6
        let descriptor = socket(family, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard peer.withSockAddr({ connect(descriptor, $0, socklen_t($1)) }) == 0 else { return nil }
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard code == 0 else { return nil }
        return withUnsafeBytes(of: &storage) { bytes in
            family == AF_INET
                ? IPv4Address(bytes: bytes[4..<8]).map(IPAddress.v4)
                : IPv6Address(bytes: bytes[8..<24]).map(IPAddress.v6)
        }
    }

    /// All addresses of both families where there is IPv6, else all of IPv4.
    package static var any: IPAddress {
        let all = IPAddress.v6(IPv6Address(high: 0, low: 0))
        return contains(all) ? all : .v4(IPv4Address(rawValue: 0))
    }

    /// This host's name, without the domain.
    static var hostLabel: String? {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return nil }
        let bytes = name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        let label = bytes.prefix { $0 != UInt8(ascii: ".") }
        return label.isEmpty ? nil : String(validating: label, as: UTF8.self)?.lowercased()
    }
}
