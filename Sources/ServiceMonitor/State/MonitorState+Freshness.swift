import DNSCore
import ServiceCatalog

/// What is known of how a zone is followed.
extension MonitorState {
    mutating func zone(_ index: Int, confirmedBy server: String, at now: Timestamp) {
        zones[index].isTransferring = false
        zones[index].freshness.progress = nil
        zones[index].freshness.problem = nil
        zones[index].freshness.server = server
        zones[index].freshness.confirmedAt = now
    }

    mutating func zone(
        _ index: Int, learnt catalog: Catalog, _ changes: CatalogChanges, by method: ZoneFreshness.Method,
        from server: String, notice: String? = nil, at now: Timestamp
    ) {
        zone(index, confirmedBy: server, at: now)
        zones[index].freshness.method = method
        zones[index].freshness.learntAt = now
        zones[index].freshness.serial = catalog.soa?.serial
        zones[index].freshness.changes = changes.count
        zones[index].freshness.notice = notice
    }

    mutating func zone(_ index: Int, failedBecause text: String, retryIn delay: Duration, at now: Timestamp) {
        let since = zones[index].freshness.problem?.since ?? now
        zones[index].freshness.problem = ZoneFreshness.Problem(
            text: text, since: since, retryAt: now.advanced(by: delay))
    }

    mutating func zone(_ index: Int, hasReplicas replicas: [Replica], at now: Timestamp) {
        zones[index].freshness.replicas = replicas
        if replicas.contains(where: { $0.problem != nil || ($0.lag ?? 0) > 0 }) {
            postponeTombstones(index, at: now)
        }
    }
}

extension [Replica] {
    /// These answers with how far each is behind the newest serial that is known, and since when.
    func compared(with newest: Serial?, before: [Replica], at now: Timestamp) -> [Replica] {
        map { answer in
            var replica = answer
            guard let serial = replica.serial, let newest else { return replica }
            replica.lag = newest.isNewer(than: serial) ? newest.distance(from: serial) : 0
            if replica.lag ?? 0 > 0 {
                replica.behindSince = before.first { $0.server == replica.server }?.behindSince ?? now
            }
            return replica
        }
    }
}
