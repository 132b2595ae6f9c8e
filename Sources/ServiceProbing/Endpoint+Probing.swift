import CPlatform
import DNSCore
import ServiceCatalog

extension Endpoint {
    /// Whether something can be there at all: no service has the address of everyone or of nobody, or port 0. A probe to
    /// 0.0.0.0 would ask this very host.
    var isProbeable: Bool {
        guard port != 0 else { return false }
        switch address {
        case .v4(let address):
            return Self.isUnicast(v4: address.rawValue)
        case .v6(let address) where address.high == 0 && address.low >> 32 == 0xFFFF:
            return Self.isUnicast(v4: UInt32(truncatingIfNeeded: address.low))
        case .v6(let address):
            let isUnspecified = address.high == 0 && address.low == 0
            let isMulticast = address.high >> 56 == 0xFF
            return !isUnspecified && !isMulticast
        }
    }

    private static func isUnicast(v4 address: UInt32) -> Bool {
        let isThisNetwork = address >> 24 == 0
        let isMulticast = address >> 28 == 0xE
        return !isThisNetwork && !isMulticast && address != .max
    }

    var peer: platform_peer {
        switch address {
        case .v4(let address): platform_peer(high: 0, low: UInt64(address.rawValue), port: port, is_v6: 0)
        case .v6(let address): platform_peer(high: address.high, low: address.low, port: port, is_v6: 1)
        }
    }
}
