import DNSCore

/// What of one zone has been down for long enough to be withdrawn, and what is left alone all the same.
package struct StaleSweep: Sendable {
    /// An instance that has been down for long enough.
    package struct Finding: Hashable, Sendable {
        package var subject: PlanRequest.Subject
        package var service: DomainName
        package var title: String
        package var health: Health
    }

    /// Why a zone is left alone as a whole.
    package enum Refusal: Hashable, Sendable {
        /// It could not be read, or not lately.
        case notCurrent(String)
        /// Nothing at all answers: the prober itself looks cut off.
        case cutOff(count: Int)
        /// More is down than there may be.
        case tooMany(count: Int, of: Int, most: SweepRules.Most)
    }

    package let zone: DomainName
    /// By service: what goes in one UPDATE. Nothing where the zone is refused.
    package private(set) var withdrawals: [[Finding]] = []
    /// The last of their services.
    package private(set) var spared: [Finding] = []
    package private(set) var refusal: Refusal?
    /// Down, but not for long enough.
    package private(set) var youngCount = 0

    /// - Parameter index: of the zone in the snapshot.
    package init(_ snapshot: Snapshot, zone index: Int, _ rules: SweepRules) {
        let zone = snapshot.zones[index]
        self.zone = zone.name
        guard zone.freshness.problem == nil, zone.isCurrent(at: snapshot.at) else {
            refusal = .notCurrent(zone.freshness.problem?.text ?? "it has not been read")
            return
        }
        var tally = Tally()
        for service in zone.catalog.servicesByName {
            zone.catalog.forEachInstance(of: service) { tally.add(zone.health(of: $0, at: snapshot.at).status) }
        }
        guard tally.down > 0 else { return }
        refusal = tally.refusal(rules)
        for service in zone.catalog.servicesByName { add(service, zone, index, snapshot.at, rules) }
        if refusal != nil { withdrawals = [] }
    }

    private struct Tally {
        var down = 0
        /// Those of which a probe has found out anything.
        var probed = 0

        mutating func add(_ status: Status) {
            switch status {
            case .down, .stale: down += 1
            case .up, .degraded, .flapping, .suspect, .impostor, .dormant: break
            // Without a probe: dangling, unknown, not offered, gone.
            default: return
            }
            probed += 1
        }

        func refusal(_ rules: SweepRules) -> Refusal? {
            if down == probed { return .cutOff(count: down) }
            return rules.most.allows(down, of: probed)
                ? nil : .tooMany(count: down, of: probed, most: rules.most)
        }
    }

    private mutating func add(
        _ service: ServiceID, _ zone: ZoneSnapshot, _ index: Int, _ now: Timestamp, _ rules: SweepRules
    ) {
        var found: [Finding] = []
        zone.catalog.forEachInstance(of: service) { instance in
            let health = zone.health(of: instance, at: now)
            guard health.status.isOutage else { return }
            guard now.duration(since: health.since) >= rules.staleFor else {
                youngCount += 1
                return
            }
            found.append(
                Finding(
                    subject: PlanRequest.Subject(zone: index, instance: instance),
                    service: zone.catalog.name(of: service),
                    title: zone.catalog.instance(instance).title(relativeTo: zone.name), health: health))
        }
        // Longest down first; of a service that would lose all, the one that has been there last stays.
        found.sort { ($0.health.since, $0.title) < ($1.health.since, $1.title) }
        if found.count == zone.catalog.instanceCount(of: service), !rules.takesLast, let last = found.popLast() {
            spared.append(last)
        }
        if !found.isEmpty { withdrawals.append(found) }
    }
}

extension StaleSweep.Refusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notCurrent(let text): text
        case .cutOff(let count):
            count == 1
                ? "the only instance that is probed is down: the prober itself may be cut off"
                : "all \(count) instances that are probed are down: the prober itself looks cut off"
        case .tooMany(let count, let total, let most):
            "\(count) of \(total) instances are down at once, more than --max \(most)"
        }
    }
}
