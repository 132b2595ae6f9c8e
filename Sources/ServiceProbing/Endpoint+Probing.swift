import CPlatform
import DNSCore
import ServiceCatalog

extension Endpoint {
    /// Whether something can be there at all: no service has the address of everyone or of nobody, or port 0.
    var isProbeable: Bool { port != 0 && address.isUnicast }

    var peer: platform_peer {
        switch address {
        case .v4(let address): platform_peer(high: 0, low: UInt64(address.rawValue), port: port, is_v6: 0)
        case .v6(let address): platform_peer(high: address.high, low: address.low, port: port, is_v6: 1)
        }
    }
}
