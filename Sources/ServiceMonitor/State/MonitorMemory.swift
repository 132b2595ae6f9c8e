import DNSCore
import ServiceCatalog

/// What the monitor knows from before its start, and what it has to tell to be known after its end.
struct MonitorMemory {
    /// Whether anybody takes the news.
    var isKept = false
    var news = HistoryNews()
    /// What was down, by zones that are not loaded yet.
    var outages: [DomainName: [Outage]] = [:]
    /// How statuses had changed, and until when somebody had looked, by zones that are not loaded yet.
    var changes: [DomainName: [StatusChange]] = [:]
    var watched: [DomainName: Timestamp] = [:]
    /// Since when instances of loaded zones are down that were so before the start, and have not been seen otherwise.
    var downSince: [InstanceKey: Timestamp] = [:]

    mutating func takeNews() -> HistoryNews {
        defer { news = HistoryNews() }
        return news
    }
}

extension MonitorState {
    mutating func recall(_ recollection: Recollection) {
        memory.isKept = true
        memory.outages = Dictionary(grouping: recollection.outages, by: \.instance.zone)
        memory.changes = Dictionary(grouping: recollection.changes, by: \.instance.zone)
        memory.watched = recollection.watched
        log.recall(recollection.events)
    }

    /// A zone is loaded: what its instances were before. Then nobody looked for a while.
    mutating func recallPeriods(_ index: Int) {
        let catalog = zones[index].catalog
        let watched = memory.watched.removeValue(forKey: catalog.apex)
        guard let changes = memory.changes.removeValue(forKey: catalog.apex) else { return }
        let past = Dictionary(grouping: changes, by: \.instance)
        for (identity, instance) in catalog.instances(past.keys) {
            var periods = (past[identity] ?? []).map { StatusPeriod($0.to, since: $0.at) }
            if let watched, let last = periods.last, watched > last.since {
                periods.append(StatusPeriod(.unknown, since: watched))
            }
            zones[index].chronicle.recall(periods, of: instance)
        }
    }

    /// A zone is loaded: which of its instances were down before.
    mutating func recallOutages(_ index: Int) {
        let catalog = zones[index].catalog
        guard let outages = memory.outages.removeValue(forKey: catalog.apex) else { return }
        let instances = catalog.instances(outages.lazy.map(\.instance))
        for outage in outages {
            if let instance = instances[outage.instance] {
                memory.downSince[InstanceKey(zone: UInt32(index), instance: instance)] = outage.since
            } else if zones[index].freshness.method != .queries {
                // Of a zone that is asked name by name, not all is known.
                memory.news.gone.append(outage.instance)
            }
        }
    }

    /// A zone is about to be read anew: what is down stays down over it.
    mutating func keepOutages(_ index: Int) {
        let catalog = zones[index].catalog
        var outages: [Outage] = []
        catalog.forEachInstance { instance in
            let health = zones[index].table[instance]
            guard health.status.isOutage else { return }
            outages.append(Outage(catalog.identity(of: instance), reason: health.reason, since: health.since))
        }
        memory.outages[catalog.apex] = outages
        memory.downSince = memory.downSince.filter { Int($0.key.zone) != index }
    }

    mutating func note(_ event: Event) {
        if memory.isKept { memory.news.events.append(event) }
    }

    /// Ways from or to a problem are history; that all is well after the start is not.
    mutating func noteChange(of key: InstanceKey, from old: Status, to new: Health, at now: Timestamp) {
        guard memory.isKept, old.isProblem || new.status.isProblem else { return }
        let zone = zones[Int(key.zone)]
        memory.news.changes.append(
            StatusChange(
                at: now, instance: zone.catalog.identity(of: key.instance),
                service: zone.catalog.name(of: zone.catalog.service(of: key.instance)),
                title: zone.title(of: key.instance), from: old, to: new.status, reason: new.reason, since: new.since))
    }

    /// Tells until when zones have been looked at.
    mutating func noteWatched(at now: Timestamp, maximumAge: Duration) {
        guard memory.isKept, probes else { return }
        for zone in zones where zone.freshness.isCurrent(at: now, maximumAge: maximumAge) {
            memory.news.watched[zone.catalog.apex] = now
        }
    }
}
