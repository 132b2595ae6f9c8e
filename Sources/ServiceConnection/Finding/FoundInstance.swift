import DNSCore

/// One SRV record of a service, as a look-up has found it.
package struct FoundInstance: Hashable, Sendable {
    /// The name that the record lies at: the service's, or where an alias of it leads.
    package var owner: DomainName
    package var location: ServiceLocation
    /// The target's, as far as they came along with the record; with none, they are to be asked for.
    package var addresses: [IPAddress]

    package init(owner: DomainName, location: ServiceLocation, addresses: [IPAddress] = []) {
        self.owner = owner
        self.location = location
        self.addresses = addresses
    }

    /// One that no record names: a fixed address.
    init(at address: IPAddress, port: UInt16) {
        let target = (try? DomainName(labels: ["\(address)".utf8])) ?? .root
        self.init(
            owner: target, location: ServiceLocation(priority: 0, weight: 0, port: port, target: target),
            addresses: [address])
    }

    /// False for target `.`: the service is decidedly not offered (RFC 2782).
    package var isOffered: Bool { !location.target.isRoot }
}

/// The two families of addresses, which are asked for one by one.
package enum AddressFamily: Hashable, Sendable, CaseIterable {
    case v6
    case v4

    var recordType: RecordType {
        switch self {
        case .v6: .aaaa
        case .v4: .a
        }
    }
}

extension IPAddress {
    var family: AddressFamily {
        switch self {
        case .v6: .v6
        case .v4: .v4
        }
    }
}
