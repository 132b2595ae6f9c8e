import DNSCore
import Glibc
import NIOCore

/// A port with a socket at each address.
package struct BoundPort: ~Copyable {
    package let port: UInt16
    package private(set) var descriptors: [Int32] = []

    /// - Parameters:
    ///   - addresses: one or more; the unspecified IPv6 address stands for all of both families, unless there is an IPv4 one.
    ///   - listens: Whether others can connect from now on. Datagram sockets just are there.
    package init(
        _ port: UInt16, at addresses: [IPAddress], _ transport: ServiceTransport, listens: Bool
    ) throws(SocketFault) {
        self.port = port
        let hasIPv4 = addresses.contains { if case .v4 = $0 { true } else { false } }
        for address in addresses {
            do throws(SocketFault) {
                let descriptor = try Self.open(
                    address, port, transport, listens: listens, takesIPv4: address.isUnspecified && !hasIPv4)
                descriptors.append(descriptor)
            } catch {
                for descriptor in descriptors { close(descriptor) }
                descriptors = []
                throw error
            }
        }
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }

    /// The sockets are somebody else's to close.
    package consuming func take() -> [Int32] {
        let taken = descriptors
        descriptors = []
        return taken
    }

    private static func open(
        _ address: IPAddress, _ port: UInt16, _ transport: ServiceTransport, listens: Bool, takesIPv4: Bool
    ) throws(SocketFault) -> Int32 {
        let family = if case .v4 = address { AF_INET } else { AF_INET6 }
        let kind = transport == .tcp ? SOCK_STREAM : SOCK_DGRAM
        let descriptor = socket(family, Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SocketFault(errno, address, port) }
        do throws(SocketFault) {
            // Of UDP sockets it would let others have the port as well.
            if transport == .tcp { set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1) }
            if family == AF_INET6 { set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, takesIPv4 ? 0 : 1) }
            try bind(descriptor, address, port)
            guard !listens || transport != .tcp || listen(descriptor, SOMAXCONN) == 0 else {
                throw SocketFault(errno, address, port)
            }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func bind(_ descriptor: Int32, _ address: IPAddress, _ port: UInt16) throws(SocketFault) {
        guard let place = SocketAddress(address, port: port) else { throw SocketFault(EAFNOSUPPORT, address, port) }
        let code = place.withSockAddr { Glibc.bind(descriptor, $0, socklen_t($1)) == 0 ? 0 : errno }
        guard code == 0 else { throw SocketFault(code, address, port) }
    }
}

/// Why a socket cannot be had.
package struct SocketFault: Error, Hashable {
    package let code: Int32
    package let address: IPAddress
    package let port: UInt16

    init(_ code: Int32, _ address: IPAddress, _ port: UInt16) {
        self.code = code
        self.address = address
        self.port = port
    }

    /// Another port may be free.
    package var isTaken: Bool { code == EADDRINUSE }
}

extension SocketFault: CustomStringConvertible {
    package var description: String {
        let reason =
            code == EACCES && port < 1024
            ? "ports below 1024 take root or CAP_NET_BIND_SERVICE" : String(cString: strerror(code))
        let place = if case .v6 = address { "[\(address)]:\(port)" } else { "\(address):\(port)" }
        return "\(place): \(reason)"
    }
}

extension SocketAddress {
    init?(_ address: IPAddress, port: UInt16) {
        guard let made = try? SocketAddress(ipAddress: address.description, port: Int(port)) else { return nil }
        self = made
    }
}
