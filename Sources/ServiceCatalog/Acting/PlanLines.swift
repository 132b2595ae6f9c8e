import DNSCore

/// Tells a plan's subjects one by one, as the user knows them.
struct PlanLines {
    private struct Place: Hashable {
        var zone: Int
        var service: DomainName
    }

    /// What is left of a service, and what goes.
    fileprivate struct Rest {
        var registered: Int
        var serving: Int
        var leaving = 0
        var servingLeaving = 0
    }

    let lines: [Plan.Line]
    let losses: [Plan.Loss]

    init(_ sketch: PlanSketch, _ shares: PlanShares, at now: Timestamp) {
        let services = sketch.subjects.map { Catalog.service(of: $0.owner) }
        let rests = Self.rests(sketch, services, now)
        lines = zip(sketch.subjects, services).map { subject, service in
            let zone = sketch.snapshot.zones[subject.zone].name
            let rest = rests[Place(zone: subject.zone, service: service)]
            return Plan.Line(
                zone: zone, service: service, title: subject.title(in: service, relativeTo: zone),
                record: "\(subject.owner) \(subject.ttl) SRV \(subject.location.map { "\($0)" } ?? "")",
                status: subject.status, shareBefore: shares.before(subject), shareAfter: shares.after(subject),
                isLastServing: subject.after == nil && subject.status.serves && rest?.loss == .lastServing)
        }
        var seen = Set<Place>()
        losses = zip(sketch.subjects, services).compactMap { subject, service in
            let place = Place(zone: subject.zone, service: service)
            guard seen.insert(place).inserted, let extent = rests[place]?.loss else { return nil }
            return Plan.Loss(zone: sketch.snapshot.zones[subject.zone].name, service: service, extent)
        }
    }

    private static func rests(_ sketch: PlanSketch, _ services: [DomainName], _ now: Timestamp) -> [Place: Rest] {
        var rests: [Place: Rest] = [:]
        for (subject, service) in zip(sketch.subjects, services) where subject.after == nil {
            let place = Place(zone: subject.zone, service: service)
            var rest = rests[place] ?? sketch.snapshot.zones[subject.zone].rest(of: service, at: now)
            rest.take(subject.status)
            rests[place] = rest
        }
        return rests
    }
}

extension PlanLines.Rest {
    fileprivate mutating func take(_ status: Status) {
        registered -= 1
        leaving += 1
        guard status.serves else { return }
        serving -= 1
        servingLeaving += 1
    }

    /// nil where something still serves, or nothing did.
    fileprivate var loss: Plan.Loss.Extent? {
        if registered <= 0 { return leaving == 1 && servingLeaving == 1 ? .lastServing : .everything }
        guard serving <= 0, servingLeaving > 0 else { return nil }
        return servingLeaving == 1 ? .lastServing : .everyServing
    }
}

extension ZoneSnapshot {
    fileprivate func rest(of name: DomainName, at now: Timestamp) -> PlanLines.Rest {
        guard let service = catalog.service(named: name) else { return PlanLines.Rest(registered: 0, serving: 0) }
        let serving = Status.allCases.filter(\.serves).reduce(0) { $0 + table.count(of: $1, in: service) }
        return PlanLines.Rest(registered: catalog.instanceCount(of: service), serving: isCurrent(at: now) ? serving : 0)
    }
}

extension PlanSketch.Subject {
    fileprivate func title(in service: DomainName, relativeTo apex: DomainName) -> String {
        var labels = owner.labels
        if owner != service, let label = labels.next() { return String(decoding: label, as: UTF8.self) }
        return location.map { "\($0.target.description(relativeTo: apex)):\($0.port)" } ?? ""
    }
}
