extension IPAddress {
    /// Whether one host can have it: not an address of everyone or of nobody. To connect to 0.0.0.0 would ask this very host.
    package var isUnicast: Bool {
        switch self {
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
}
