import ServiceCatalog

/// What is to be said of an endpoint at which something listens, and that must not be asked more.
extension StatusRule {
    /// The holding that an instance is judged by.
    func telling(_ holdings: [Holding?], now: Timestamp) -> Holding? {
        holdings.lazy.compactMap(\.self).min { judge($0, now: now).status < judge($1, now: now).status }
    }

    /// Of what listens: that it does is not enough to be up.
    func judge(_ holding: Holding, now: Timestamp) -> (status: Status, reason: Reason, since: Timestamp) {
        guard let word = holding.claim?.word else {
            return (.unknown, holding.finding == .elsewhere ? .onlyListens : .noStandIn, now)
        }
        let since = min(word.since, now)
        switch holding.finding {
        case .verified: break
        case .unclaimed: return (.unknown, .noStandIn, now)
        case .elsewhere: return (.unknown, .onlyListens, now)
        case .doubtful: return (.suspect, .notStandIns, now)
        case .anothers: return (.impostor, .notStandIns, now)
        }
        return switch word.state {
        case .dormant: (.dormant, .none, since)
        case .starting where word.isRetry: (.suspect, .startFailed, since)
        // Who comes now waits for it, and is served by the next process.
        case .starting: (.dormant, .starting, since)
        case .stopping: (.dormant, .stopping, since)
        case .active: (.up, .none, since)
        case .waiting: (.suspect, .startFailed, since)
        case .suspended: (.down, .startsSuspended, since)
        }
    }
}
