import ServiceCatalog

extension ZoneSnapshot {
    /// Whether there is data and it is too old to be true: not while a first transfer runs.
    func isDoubtful(at now: Timestamp) -> Bool { freshness.method != nil && !isCurrent(at: now) }

    /// Whether it is known if the instance serves.
    func isKnown(_ health: Health, at now: Timestamp) -> Bool { health.status != .unknown && isCurrent(at: now) }

    /// The health that a row shows: a tombstone has none in the table.
    func shownHealth(of instance: InstanceID, at now: Timestamp) -> Health {
        shownHealth(of: instance, isCurrent: false, at: now)
    }

    /// - Parameter isCurrent: true if the zone is known to be current at `now`, which saves asking for each instance.
    func shownHealth(of instance: InstanceID, isCurrent: Bool, at now: Timestamp) -> Health {
        guard catalog.isRegistered(instance) else {
            return Health(status: .withdrawn, reason: .withdrawn, since: .distantPast)
        }
        return isCurrent ? table[instance] : health(of: instance, at: now)
    }
}
