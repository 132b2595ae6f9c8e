import DNSCore

extension Plan {
    /// Whether the records still are what the plan rests on, as far as they are known: where they are not, it will be refused.
    package func holds(in snapshot: Snapshot) -> Bool {
        guard starts.allSatisfy({ $0.holds(in: snapshot) }) else { return false }
        var states: [Int: RRsets] = [:]
        var known: [Int: Set<RRsetKey>] = [:]
        for update in finalUpdates {
            guard let zone = snapshot.zones.firstIndex(where: { $0.name == update.request.zone }) else { continue }
            // What the updates before it leave behind is what it rests on.
            var state = states[zone] ?? RRsets()
            for key in update.request.prerequisites.compactMap(\.rrset) + update.request.changedRRsets
            where known[zone, default: []].insert(key).inserted {
                state[key] = snapshot.zones[zone].catalog.records(key)
            }
            guard update.request.prerequisites.allSatisfy(state.satisfies) else { return false }
            state.apply(update.request.changes)
            states[zone] = state
        }
        return true
    }
}

extension Plan.Start {
    /// Whether its stand-in still says that there is something to start.
    fileprivate func holds(in snapshot: Snapshot) -> Bool {
        snapshot.zones.contains { zone in
            zone.holdings.all.contains { holding in
                holding.verified.map {
                    $0.standIn == standIn && $0.word.service == service && $0.word.isStartable
                } ?? false
            }
        }
    }
}
