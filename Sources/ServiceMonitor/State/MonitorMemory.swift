import DNSCore
import ServiceCatalog

/// What the monitor knows from before its start, and what it has to tell to be known after its end.
struct MonitorMemory {
    /// Whether anybody takes the news.
    var isKept = false
    var news = HistoryNews()
    /// What was down, by zones that are not loaded yet.
    var outages: [DomainName: [Outage]] = [:]
    /// What has changed, oldest first, by zones that are not loaded yet.
    var changes: [DomainName: [StatusChange]] = [:]
    /// Until when zones had been looked at: what was after that is not known.
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

    /// What the instances of a zone were before the start. What is down yet to be seen has been so up to now.
    mutating func recallPeriods(_ index: Int) {
        let catalog = zones[index].catalog
        guard let changes = memory.changes.removeValue(forKey: catalog.apex) else { return }
        let past = Dictionary(grouping: changes, by: \.instance)
        for (identity, instance) in catalog.instances(past.keys) {
            var periods = (past[identity] ?? []).map { StatusPeriod($0.to, since: $0.since) }
            if let since = memory.downSince[InstanceKey(zone: UInt32(index), instance: instance)] {
                periods.removeAll { $0.since >= since }
            } else if let last = periods.last, let end = memory.watched[catalog.apex] {
                periods.append(StatusPeriod(.unknown, since: max(end, last.since)))
            }
            zones[index].chronicle.recall(periods, of: instance)
        }
    }

    /// An instance has stopped to be what it was.
    mutating func notePeriod(of key: InstanceKey, _ old: Health, to new: Health, downSince: Timestamp?) {
        let index = Int(key.zone)
        guard let downSince, !old.status.isOutage else {
            return zones[index].chronicle.end(StatusPeriod(old.status, since: old.since), of: key.instance)
        }
        // Seen for the first time since the start: while it is down, it has been so without a break.
        guard new.status.endsOutage else { return }
        zones[index].chronicle.end(StatusPeriod(.down, since: downSince), of: key.instance)
        let end = memory.watched[zones[index].catalog.apex] ?? old.since
        zones[index].chronicle.end(StatusPeriod(.unknown, since: max(end, downSince)), of: key.instance)
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
