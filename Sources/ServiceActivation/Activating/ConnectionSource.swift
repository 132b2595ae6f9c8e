import CPlatform
import DNSCore
import Glibc

/// Where a connection comes from.
package enum ConnectionSource: Hashable, Sendable {
    case remote(address: String, port: UInt16)
    /// A Unix socket.
    case local

    /// Connections of one client have the same.
    package var client: String {
        switch self {
        case .remote(let address, _): address
        case .local: "this host"
        }
    }

    init(_ peer: platform_peer) {
        let address: IPAddress =
            peer.is_v6 == 0
            ? .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: peer.low)))
            : .v6(IPv6Address(high: peer.high, low: peer.low))
        self = .remote(address: "\(address)", port: peer.port)
    }
}
