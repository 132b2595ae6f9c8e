import DNSClient
import DNSCore

/// A zone as it is to be followed, with all that is needed to ask for it.
package struct ZonePlan: Sendable {
    package var apex: DomainName
    /// Empty where the user named none.
    package var servers: [Server]
    package var names: [DomainName]
    package var discoversReplicas: Bool
}

extension Settings {
    /// What to follow, in order.
    package var plans: [ZonePlan] {
        zones.map { zone in
            ZonePlan(
                apex: zone.apex, servers: zone.servers.value.compactMap { server(named: $0, for: zone.apex) },
                names: zone.names.value, discoversReplicas: zone.discoversReplicas.value)
        }
    }

    /// A server that nobody named, with all that is said of servers in general.
    package func server(at address: ServerAddress, for zone: DomainName) -> Server {
        var server = ServerSettings(address.description, .builtIn, address: Sourced(address, .builtIn))
        connection.apply(to: &server)
        return connect(server, for: zone)
    }

    func server(named label: String, for zone: DomainName) -> Server? {
        servers.first { $0.label == label }.map { connect($0, for: zone) }
    }

    private func connect(_ server: ServerSettings, for zone: DomainName) -> Server {
        Server(
            server.address.value, key: key(for: zone, label: server.key?.value), tls: server.tls, timeouts: timeouts)
    }

    /// The key of a server where it is for the zone, else the one whose scope is the closest to the zone.
    func key(for zone: DomainName, label: String?) -> TSIGKey? {
        if let named = keys.first(where: { $0.label == label }), named.isAllowed(for: zone) { return named.key }
        let scoped = keys.compactMap { key in key.closeness(to: zone).map { (key.key, $0) } }
        return scoped.max { $0.1 < $1.1 }?.0
    }

    private var timeouts: Timeouts {
        Timeouts(connect: serverTimeout.value, answer: serverTimeout.value, stall: serverTimeout.value * 3)
    }
}
