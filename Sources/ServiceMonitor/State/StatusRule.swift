import DNSCore
import ServiceCatalog

/// Derives an instance's status from what its endpoints' probes add up to: the meanings of `Status`, and nothing else.
struct StatusRule: Hashable, Sendable {
    /// Down for longer is stale.
    var staleAfter: Duration
    /// An observation older than this verifies nothing.
    var observationAge: Duration

    /// What is known of where the instance lies.
    enum Place: Hashable, Sendable {
        case endpoints
        case notOffered
        case dangling(Reason)
        case unknown(Reason)
    }

    /// - Parameter holdings: who holds each of the endpoints; nil for one that is simply probed.
    func health(
        at place: Place, _ endpoints: [EndpointState], _ peers: [AnsweringPeer] = [], _ holdings: [Holding?] = [],
        now: Timestamp
    ) -> Health {
        switch place {
        case .notOffered: Health(status: .unavailable, reason: .notOffered, since: now)
        case .dangling(let reason): Health(status: .dangling, reason: reason, since: now)
        case .unknown(let reason): Health(status: .unknown, reason: reason, since: now)
        case .endpoints: health(of: endpoints, peers, holdings, now: now)
        }
    }

    /// What is down and was so before the start has been down all the while.
    func resume(_ health: inout Health, downSince since: Timestamp, now: Timestamp) {
        guard health.status.isOutage, health.reason != .recovering, since < health.since else { return }
        health.since = since
        health.status = now.duration(since: since) > staleAfter ? .stale : .down
    }

    /// What is down and has not been renewed in time is not coming back.
    func end(_ health: inout Health, with lease: Lease?, now: Timestamp) {
        guard health.status == .down, health.reason != .recovering, let lease, lease.expiresAt <= now else { return }
        health.status = .stale
        health.reason = .leaseRanOut
        health.since = max(health.since, lease.expiresAt)
    }

    private func health(
        of endpoints: [EndpointState], _ peers: [AnsweringPeer], _ holdings: [Holding?], now: Timestamp
    ) -> Health {
        var (status, reason, since) = judge(endpoints, now: now)
        if status == .up || status == .degraded, let holding = telling(holdings, now: now) {
            let found = judge(holding, now: now)
            // One of several addresses that is merely probed may be in a worse way.
            if status == .up || found.status < status { (status, reason, since) = found }
        }
        if let stranger = peers.first(where: { $0.finding?.isImpostor ?? false }), let finding = stranger.finding {
            (status, reason, since) = (.impostor, finding.reason, stranger.since)
        } else if status == .up, let finding = peers.lazy.compactMap(\.finding).first {
            (status, reason) = (.degraded, finding.reason)
        }
        return Health(
            status: status, reason: reason, roundTrip: endpoints.lazy.map(\.roundTrip).max() ?? 0, since: since,
            checkedAt: endpoints.lazy.map(\.checkedAt).min() ?? .distantPast)
    }

    private func judge(_ endpoints: [EndpointState], now: Timestamp) -> (Status, Reason, Timestamp) {
        let fresh = endpoints.allSatisfy { now.duration(since: $0.checkedAt) <= observationAge }
        let down = endpoints.filter { $0.verdict == .down || $0.verdict == .recovering }
        let failing = endpoints.filter { $0.verdict == .suspect }
        if let last = down.max(by: { $0.since < $1.since }), down.count == endpoints.count {
            let isStale = now.duration(since: last.since) > staleAfter
            let reason = last.verdict == .recovering ? .recovering : last.failure
            return (isStale ? .stale : .down, reason, last.since)
        }
        if endpoints.contains(where: \.isFlapping) { return (.flapping, .changesOften, now) }
        if let first = failing.first ?? down.first {
            return down.count + failing.count == endpoints.count
                ? (.suspect, first.failure, first.since) : (.degraded, .someAddressesFail, first.since)
        }
        if let unprobed = endpoints.first(where: { $0.verdict == .unknown }) ?? (endpoints.isEmpty ? .init() : nil) {
            return (.unknown, unprobed.failure, now)
        }
        guard fresh else { return (.unknown, .observationTooOld, now) }
        let since = endpoints.lazy.map(\.since).max() ?? now
        return endpoints.contains(where: \.isSlow) ? (.degraded, .slow, since) : (.up, .none, since)
    }
}
