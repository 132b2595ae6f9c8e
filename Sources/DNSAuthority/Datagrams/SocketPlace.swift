import CPlatform
import DNSCore

/// An address and a port to serve at.
package struct SocketPlace: Hashable, Sendable {
    package var address: IPAddress
    /// 0 lets the kernel choose.
    package var port: UInt16

    package init(_ address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }
}

/// `127.0.0.1:5300`, `[::1]:5300`
extension SocketPlace: LosslessStringConvertible {
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        let host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]") && host.count > 2
        guard let address = IPAddress(String(isBracketed ? host.dropFirst().dropLast() : host)) else { return nil }
        // Without brackets, what follows the last colon of an IPv6 address could be a part of it.
        guard isBracketed == address.isIPv6 else { return nil }
        self.init(address, port: port)
    }

    package var description: String { if case .v6 = address { "[\(address)]:\(port)" } else { "\(address):\(port)" } }
}

extension SocketPlace {
    init(_ peer: platform_peer) {
        let address: IPAddress =
            peer.is_v6 != 0
            ? .v6(IPv6Address(high: peer.high, low: peer.low))
            : .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: peer.low)))
        self.init(address, port: peer.port)
    }

    var peer: platform_peer {
        switch address {
        case .v4(let address): platform_peer(high: 0, low: UInt64(address.rawValue), port: port, is_v6: 0)
        case .v6(let address): platform_peer(high: address.high, low: address.low, port: port, is_v6: 1)
        }
    }
}
