import DNSCore

/// Addresses that begin with the same bits: `127.0.0.0/8`, `::1`.
package struct AddressRange: Hashable, Sendable {
    package let address: IPAddress
    package let prefixLength: Int

    /// - Returns: nil for a length that the family does not have.
    package init?(_ address: IPAddress, prefixLength: Int) {
        guard (0...address.bits.count).contains(prefixLength) else { return nil }
        self.address = address
        self.prefixLength = prefixLength
    }

    package func contains(_ other: IPAddress) -> Bool {
        let (own, others) = (address.bits, other.bits)
        guard own.count == others.count else { return false }
        let shift = { (part: UInt64, length: Int) in
            length >= 64 ? part : length <= 0 ? 0 : part >> (64 - UInt64(length))
        }
        return shift(own.high, prefixLength) == shift(others.high, prefixLength)
            && shift(own.low, prefixLength - 64) == shift(others.low, prefixLength - 64)
    }
}

extension AddressRange: LosslessStringConvertible {
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(String(first)) else { return nil }
        guard parts.count == 2 else {
            self.init(address, prefixLength: address.bits.count)
            return
        }
        guard let length = Int(parts[1]) else { return nil }
        self.init(address, prefixLength: length)
    }

    package var description: String { prefixLength == address.bits.count ? "\(address)" : "\(address)/\(prefixLength)" }
}

extension IPAddress {
    /// From the top of `high` on.
    fileprivate var bits: (high: UInt64, low: UInt64, count: Int) {
        switch self {
        case .v4(let address): (UInt64(address.rawValue) << 32, 0, 32)
        case .v6(let address): (address.high, address.low, 128)
        }
    }
}
