import DNSClient
import DNSCore
import ServiceCatalog
import ServiceProbing

/// Asks a zone's other servers for their serial, to tell how far each lags behind.
struct ReplicaWatcher {
    let index: Int
    let configuration: ZoneConfiguration
    let client: DNSClient
    let clock: WallClock
    let interval: Duration
    unowned let monitor: ServiceMonitor

    func run() async {
        var known: [Replica] = []
        while !Task.isCancelled {
            let servers = await replicas()
            if !servers.isEmpty {
                known = await ask(servers, before: known)
                await monitor.zone(index, hasReplicas: known)
            }
            try? await Task.sleep(for: interval)
        }
    }

    private func replicas() async -> [Server] {
        guard let primary = configuration.servers.first else { return [] }
        let discovery = ReplicaDiscovery(
            primary: primary, given: Array(configuration.servers.dropFirst()), isWanted: configuration.discoversReplicas
        )
        return discovery.replicas(among: await monitor.nameServers(of: index))
    }

    private func ask(_ servers: [Server], before: [Replica]) async -> [Replica] {
        let answers = await withTaskGroup(of: (Int, Replica).self) { group in
            for (position, server) in servers.enumerated() {
                group.addTask { (position, await self.ask(server)) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let newest = await monitor.serial(of: index)
        return answers.sorted { $0.0 < $1.0 }.map(\.1).compared(with: newest, before: before, at: clock.now)
    }

    private func ask(_ server: Server) async -> Replica {
        var replica = Replica(server: server.description)
        replica.askedAt = clock.now
        do {
            let message = try await client.query(configuration.apex, .soa, at: server)
            for record in message.answers {
                if case .soa(let soa) = record.data { replica.serial = soa.serial }
            }
            if replica.serial == nil { replica.problem = "\(message.header.responseCode), no SOA" }
        } catch {
            replica.problem = "\(error)"
        }
        return replica
    }
}
