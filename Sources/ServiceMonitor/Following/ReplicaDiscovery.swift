import DNSClient
import DNSCore

/// A zone's other servers: those given, and those that its NS records name, at the primary's port.
struct ReplicaDiscovery {
    var primary: Server
    var given: [Server]
    var isWanted: Bool

    /// Servers asked at the most.
    private static var limit: Int { 32 }

    func replicas(among nameServers: [(name: DomainName, addresses: [IPAddress])]) -> [Server] {
        var found = given.filter { $0.address != primary.address }
        guard isWanted else { return found }
        for (name, addresses) in nameServers {
            for host in addresses.isEmpty ? [name.hostText] : addresses.map(\.description) {
                guard let address = try? ServerAddress(host: host, port: primary.address.port) else { continue }
                var server = primary
                server.address = address
                if found.count < Self.limit, server.address != primary.address, !found.contains(server) {
                    found.append(server)
                }
            }
        }
        return found
    }
}

extension DomainName {
    /// As a host is written: without the final dot.
    fileprivate var hostText: String { String(description.dropLast()) }
}
