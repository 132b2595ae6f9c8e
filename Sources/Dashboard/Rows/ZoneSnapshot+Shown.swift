import ServiceCatalog

extension ZoneSnapshot {
    /// Whether there is data and it is too old to be true: not while a first transfer runs.
    func isDoubtful(at now: Timestamp) -> Bool { freshness.method != nil && !isCurrent(at: now) }

    /// Whether it is known if the instance serves.
    func isKnown(_ health: Health, at now: Timestamp) -> Bool { health.status != .unknown && isCurrent(at: now) }

    /// The health that a row shows: a tombstone has none in the table.
    func shownHealth(of instance: InstanceID, at now: Timestamp) -> Health {
        guard catalog.isRegistered(instance) else {
            return Health(status: .withdrawn, reason: .withdrawn, since: .distantPast)
        }
        return health(of: instance, at: now)
    }
}
