import DNSCore
import NIOCore

extension IPAddress {
    /// The address of a socket's other end; an IPv4 one that a socket of IPv6 has accepted is an IPv4 one (RFC 4291
    /// section 2.5.5.2).
    init?(_ address: SocketAddress?) {
        // An address may come with the interface that it belongs to: `fe80::1%eth0`.
        guard let text = address?.ipAddress?.prefix(while: { $0 != "%" }), let known = IPAddress(String(text)) else {
            return nil
        }
        guard case .v6(let v6) = known, v6.high == 0, v6.low >> 32 == 0xFFFF else {
            self = known
            return
        }
        self = .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: v6.low)))
    }

    func socketAddress(port: UInt16) throws -> SocketAddress {
        try SocketAddress(ipAddress: description, port: Int(port))
    }
}
