import DNSCore

/// What makes the rest of the machine resolve the authority's zones: files for the resolver that is there already.
package enum ResolverIntegration: String, CaseIterable, Sendable {
    case systemdResolved = "systemd-resolved"
    case dnsmasq
    case unbound

    /// One file for a resolver, and what it is for.
    package struct File: Hashable, Sendable {
        /// Where Debian's packages look for it.
        package var path: String
        package var text: String
        /// One line.
        package var explanation: String
    }

    /// - Parameters:
    ///   - zones: one at least.
    ///   - server: where the authority listens; for any address of the machine, loopback is asked.
    package func files(for zones: [DomainName], at server: SocketPlace) -> [File] {
        let address = server.address.isUnspecified ? Self.loopback(server.address) : server.address
        let endpoint = SocketPlace(address, port: server.port)
        return switch self {
        case .systemdResolved: Self.resolvedFiles(zones, endpoint)
        case .dnsmasq: Self.dnsmasqFiles(zones, endpoint)
        case .unbound: Self.unboundFiles(zones, endpoint)
        }
    }

    /// What has to be run once the files are there.
    package var command: String {
        switch self {
        case .systemdResolved: "systemctl restart systemd-resolved"
        case .dnsmasq: "systemctl restart dnsmasq"
        case .unbound: "systemctl restart unbound"
        }
    }

    private static func loopback(_ address: IPAddress) -> IPAddress {
        switch address {
        case .v4: .v4(IPv4Address(rawValue: 0x7F00_0001))
        case .v6: .v6(IPv6Address(high: 0, low: 1))
        }
    }
}
