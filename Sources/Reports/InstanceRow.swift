import DNSCore
import ServiceCatalog

/// One instance as every report tells it.
package struct InstanceRow {
    package var id: InstanceID
    package var instance: Instance
    package var health: Health
    /// The instance's part of the clients of its RRset.
    package var share: Share
    /// Why it has its status, in words; empty where there is nothing to say.
    package var reason: String
    /// Who answers, as far as probes have seen.
    package var peer: AnsweringPeer?
    /// Who holds it until it is used; nil for what runs all the time.
    package var holding: Holding?
}

/// Which instances a report is about.
package typealias InstancePredicate = (ZoneSnapshot, InstanceID) -> Bool

extension ZoneSnapshot {
    /// Every registered instance: services by name, within them by owner name, priority, weight (larger first), target and
    /// port.
    ///
    /// Shares count all instances of an RRset, whether they are included or not.
    /// - Parameter body: Answers whether to go on.
    package func forEachRow(
        at now: Timestamp, where isIncluded: InstancePredicate? = nil, _ body: (InstanceRow) -> Bool
    ) {
        for service in catalog.servicesByName {
            for set in recordSets(of: service) {
                let shares = Selection.shares(of: set.instances.map { candidate($0, at: now) })
                for (id, share) in zip(set.instances, shares) where isIncluded?(self, id) ?? true {
                    guard body(row(of: id, share, at: now)) else { return }
                }
            }
        }
    }

    /// Some instances, in the order in which they are asked for; those that are not registered are left out.
    func rows(of ids: some Sequence<InstanceID>, at now: Timestamp) -> [InstanceRow] {
        var shares: [InstanceID: Share] = [:]
        return ids.filter(catalog.isRegistered).map { id in
            if shares[id] == nil {
                let siblings = catalog.siblings(of: id)
                let all = Selection.shares(of: siblings.map { candidate($0, at: now) })
                shares.merge(zip(siblings, all)) { first, _ in first }
            }
            return row(of: id, shares[id] ?? Share(advertised: 0, effective: 0), at: now)
        }
    }

    private func row(of id: InstanceID, _ share: Share, at now: Timestamp) -> InstanceRow {
        var instance = catalog.instance(id)
        instance.addresses.sort(by: precedes)
        instance.texts.sort { $0.strings.lexicographicallyPrecedes($1.strings, by: precedes) }
        let health = health(of: id, at: now)
        return InstanceRow(
            id: id, instance: instance, health: health, share: share, reason: reason(of: id, health),
            peer: peers.telling(id), holding: holdings[id])
    }

    /// The instances of a service in the order of every report.
    func sortedInstances(of service: ServiceID) -> [InstanceID] { recordSets(of: service).flatMap(\.instances) }

    /// An SRV RRset of a service: the records that a client chooses among.
    private struct RecordSet {
        var owner: DomainName
        var instances: [InstanceID]
    }

    private func recordSets(of service: ServiceID) -> [RecordSet] {
        var sets: [RecordSet] = []
        // Records of the same owner come one after the other.
        catalog.forEachInstance(of: service) { id in
            let owner = catalog.owner(of: id)
            if sets.last?.owner == owner {
                sets[sets.count - 1].instances.append(id)
            } else {
                sets.append(RecordSet(owner: owner, instances: [id]))
            }
        }
        if sets.count > 1 { sets.sort { $0.owner < $1.owner } }
        for index in sets.indices where sets[index].instances.count > 1 { sort(&sets[index].instances) }
        return sets
    }

    private func sort(_ instances: inout [InstanceID]) {
        var keys = instances.map { id in
            let location = catalog.location(of: id)
            let preference = UInt64(location.priority) << 16 | UInt64(UInt16.max - location.weight)
            return (preference: preference, target: catalog.target(of: id), port: location.port, id: id)
        }
        keys.sort { a, b in
            if a.preference != b.preference { return a.preference < b.preference }
            return a.target == b.target ? a.port < b.port : a.target < b.target
        }
        instances = keys.map(\.id)
    }
}

private func precedes(_ a: [UInt8], _ b: [UInt8]) -> Bool { a.lexicographicallyPrecedes(b) }

private func precedes(_ a: IPAddress, _ b: IPAddress) -> Bool {
    switch (a, b) {
    case (.v4(let a), .v4(let b)): a.rawValue < b.rawValue
    case (.v6(let a), .v6(let b)): (a.high, a.low) < (b.high, b.low)
    case (.v4, .v6): true
    case (.v6, .v4): false
    }
}
