import DNSClient
import DNSCore
import ServiceCatalog

/// Follows what an authority tells of leases, where it does (`LeaseCollector`): by its serial, as any zone.
struct LeaseWatcher {
    let index: Int
    let configuration: ZoneConfiguration
    let client: DNSClient
    let interval: Duration
    unowned let monitor: ServiceMonitor

    /// How many polls go by before a server that tells of no leases is asked again.
    private static let patience = 24

    func run() async {
        guard let server = configuration.servers.first,
            let zone = try? configuration.apex.prepending(Array("_lease".utf8))
        else { return }
        var known: Serial?
        while !Task.isCancelled {
            let serial = await self.serial(of: zone, at: server)
            if let serial, serial != known {
                var sink = LeaseCollector(zone: configuration.apex, leaseZone: zone)
                if (try? await client.transfer(of: zone, from: server, into: &sink)) != nil {
                    known = sink.serial
                    await monitor.zone(index, hasLeases: sink.leases)
                }
            }
            try? await Task.sleep(for: serial == nil ? interval * Self.patience : interval)
        }
    }

    private func serial(of zone: DomainName, at server: Server) async -> Serial? {
        guard let answer = try? await client.query(zone, .soa, at: server) else { return nil }
        for record in answer.answers where record.name == zone {
            if case .soa(let soa) = record.data { return soa.serial }
        }
        return nil
    }
}
