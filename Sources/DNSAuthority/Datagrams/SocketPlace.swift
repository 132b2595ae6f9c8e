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
extension SocketPlace: CustomStringConvertible {
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
