import DNSCore

/// What another server needs to know of how the authority is reached, to take its place.
package struct ExportSettings: Sendable {
    package struct Endpoint: Hashable, Sendable {
        package var address: IPAddress
        package var port: UInt16

        package init(_ address: IPAddress, port: UInt16) {
            self.address = address
            self.port = port
        }
    }

    /// A server that is told of changes (RFC 1996).
    package struct Secondary: Hashable, Sendable {
        package var endpoint: Endpoint
        /// What NOTIFY is signed with.
        package var key: DomainName?

        package init(_ endpoint: Endpoint, key: DomainName? = nil) {
            self.endpoint = endpoint
            self.key = key
        }
    }

    package var listening: [Endpoint]
    /// Who may transfer without a key.
    package var transferAddresses: [AddressRange]
    /// Who may change everything without a key.
    package var updateAddresses: [AddressRange]
    package var secondaries: [Secondary]

    package init(
        listening: [Endpoint], transferAddresses: [AddressRange] = [], updateAddresses: [AddressRange] = [],
        secondaries: [Secondary] = []
    ) {
        self.listening = listening
        self.transferAddresses = transferAddresses
        self.updateAddresses = updateAddresses
        self.secondaries = secondaries
    }
}

/// `127.0.0.1:5300`, `[::1]:5300`.
extension ExportSettings.Endpoint: LosslessStringConvertible {
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

    package var description: String { address.isIPv6 ? "[\(address)]:\(port)" : "\(address):\(port)" }
}
