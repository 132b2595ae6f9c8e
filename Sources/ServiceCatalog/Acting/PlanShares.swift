import DNSCore

/// Who gets which part of the clients (RFC 2782) before and after, for the RRsets that a plan is about.
struct PlanShares {
    private struct Place: Hashable {
        var zone: Int
        var owner: DomainName
    }

    private struct Host: Hashable {
        var target: DomainName
        var port: UInt16

        init(_ location: ServiceLocation) {
            target = location.target
            port = location.port
        }
    }

    private var before: [Place: [ServiceLocation: Double]] = [:]
    private var after: [Place: [ServiceLocation: Double]] = [:]

    init(_ sketch: PlanSketch, after states: [Int: RRsets], at now: Timestamp) {
        for subject in sketch.subjects {
            let place = Place(zone: subject.zone, owner: subject.owner)
            guard before[place] == nil else { continue }
            let statuses = Self.statuses(at: place, in: sketch, now)
            let key = RRsetKey(subject.owner, .srv)
            before[place] = Self.shares(sketch.shown[subject.zone]?[key] ?? [], statuses)
            after[place] = Self.shares(states[subject.zone]?[key] ?? [], statuses)
        }
    }

    func before(_ subject: PlanSketch.Subject) -> Double? {
        subject.before.flatMap { before[Place(zone: subject.zone, owner: subject.owner)]?[$0] }
    }

    func after(_ subject: PlanSketch.Subject) -> Double? {
        subject.after.flatMap { after[Place(zone: subject.zone, owner: subject.owner)]?[$0] }
    }

    private static func statuses(at place: Place, in sketch: PlanSketch, _ now: Timestamp) -> [Host: Status] {
        var statuses: [Host: Status] = [:]
        for subject in sketch.subjects where subject.zone == place.zone && subject.owner == place.owner {
            if let location = subject.location { statuses[Host(location)] = subject.status }
        }
        let zone = sketch.snapshot.zones[place.zone]
        for instance in zone.catalog.instances(at: place.owner) {
            statuses[Host(zone.catalog.serviceLocation(of: instance))] = zone.health(of: instance, at: now).status
        }
        return statuses
    }

    /// Among what serves; by the records alone where nothing was found out about any of them.
    private static func shares(
        _ records: [ResourceRecord], _ statuses: [Host: Status]
    ) -> [ServiceLocation: Double] {
        let locations = records.compactMap { record in
            if case .srv(let location) = record.data { location } else { nil }
        }
        let isUnprobed = statuses.values.allSatisfy { $0 == .unknown || $0 == .unavailable }
        let shares = Selection.shares(
            of: locations.map { location in
                Candidate(
                    priority: location.priority, weight: location.weight,
                    serves: isUnprobed || statuses[Host(location)]?.serves == true, isOffered: !location.target.isRoot,
                    isStranger: statuses[Host(location)] == .impostor)
            })
        return Dictionary(zip(locations, shares.map(\.effective))) { first, _ in first }
    }
}

extension Catalog {
    func instances(at owner: DomainName) -> [InstanceID] {
        guard let name = names.find(owner) else { return [] }
        var found: [InstanceID] = []
        forEachRecord(at: name, .srv) { found.append(InstanceID($0)) }
        return found
    }
}
