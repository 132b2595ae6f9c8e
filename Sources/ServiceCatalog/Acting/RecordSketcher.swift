import DNSCore

/// Sketches what is done to records that are on the screen: withdraw, renew, drain, weight, priority.
struct RecordSketcher {
    private let request: PlanRequest
    private let now: Timestamp
    private var sketch: PlanSketch
    private var unchangedCount = 0

    init(_ request: PlanRequest, at now: Timestamp) {
        self.request = request
        self.now = now
        sketch = PlanSketch(request.snapshot)
    }

    /// The chosen records of one RRset.
    private struct Group {
        var zone: Int
        var owner: DomainName
        var instances: [InstanceID] = []
    }

    consuming func draw() throws(PlanRefusal) -> PlanSketch {
        for group in try groups() {
            switch request.action {
            case .withdraw: try withdraw(group)
            case .renew(let ttl): try renew(group, ttl)
            case .drain: try change(group) { $0.weight = 0 }
            case .weight(let weight): try change(group) { $0.weight = weight }
            case .priority(let priority): try change(group) { $0.priority = priority }
            case .undo, .redo, .start: break
            }
        }
        guard !sketch.parts.isEmpty else { throw nothingToChange }
        if unchangedCount > 0 { sketch.notes.append("\(unchangedCount) of them have it already and are left alone") }
        return sketch
    }

    private var nothingToChange: PlanRefusal {
        switch request.action {
        case .drain: PlanRefusal("drained already: the weight is 0")
        case .weight(let weight): PlanRefusal("the weight is \(weight) already")
        case .priority(let priority): PlanRefusal("the priority is \(priority) already")
        default: .nothingChosen
        }
    }

    private func groups() throws(PlanRefusal) -> [Group] {
        var groups: [Group] = []
        var places: [Int: [DomainName: Int]] = [:]
        for subject in try orderedSubjects() {
            let owner = request.snapshot.zones[subject.zone].catalog.owner(of: subject.instance)
            if let place = places[subject.zone]?[owner] {
                groups[place].instances.append(subject.instance)
            } else {
                places[subject.zone, default: [:]][owner] = groups.count
                groups.append(Group(zone: subject.zone, owner: owner, instances: [subject.instance]))
            }
        }
        return groups
    }

    /// Each once; services as they were given, their instances as the table has them.
    private func orderedSubjects() throws(PlanRefusal) -> [PlanRequest.Subject] {
        var services: [[PlanRequest.Subject]] = []
        var places: [Int: [ServiceID: Int]] = [:]
        var seen = Set<PlanRequest.Subject>()
        for subject in request.subjects where seen.insert(subject).inserted {
            guard request.snapshot.zones.indices.contains(subject.zone) else { throw .nothingChosen }
            let zone = request.snapshot.zones[subject.zone]
            guard zone.catalog.isInstance(subject.instance) else {
                throw .noLongerThere(zone.title(ofTombstone: subject.instance), zone.name)
            }
            let service = zone.catalog.service(of: subject.instance)
            if let place = places[subject.zone]?[service] {
                services[place].append(subject)
            } else {
                places[subject.zone, default: [:]][service] = services.count
                services.append([subject])
            }
        }
        return services.flatMap { subjects in
            let catalog = request.snapshot.zones[subjects[0].zone].catalog
            return subjects.sorted { catalog.reads($0.instance, before: $1.instance) }
        }
    }

    // MARK: - Actions

    private mutating func withdraw(_ group: Group) throws(PlanRefusal) {
        let catalog = request.snapshot.zones[group.zone].catalog
        var part = PlanSketch.Part(zone: group.zone, guarded: [RRsetKey(group.owner, .srv)])
        for instance in group.instances {
            part.changes.append(.delete(group.owner, .srv(catalog.serviceLocation(of: instance))))
            note(instance, group, after: nil)
        }
        sketch.leaving[group.zone, default: []].formUnion(group.instances)
        let isWhole = catalog.siblings(of: group.instances[0]).count == group.instances.count
        if isWhole, catalog.isBrowsed(group.instances[0]) { try withdrawDiscovery(of: group, &part) }
        sketch.add(part)
    }

    /// The TXT records of a DNS-SD instance and the PTR records that lead to it.
    private func withdrawDiscovery(of group: Group, _ part: inout PlanSketch.Part) throws(PlanRefusal) {
        let zone = request.snapshot.zones[group.zone]
        let texts = RRsetKey(group.owner, .txt)
        part.guardAlso(texts)
        let pointers = zone.catalog.pointers(to: group.owner)
        if pointers.isEmpty, zone.freshness.method == .queries { throw .pointersUnknown(group.owner) }
        for record in zone.catalog.records(texts) + pointers {
            part.guardAlso(RRsetKey(record.name, record.data.type))
            part.changes.append(.delete(record.name, record.data))
        }
    }

    /// Adding what is there already changes nothing but its TTL, and cannot lose it (RFC 2136 section 3.4.2.2). A TTL is the
    /// whole RRset's (RFC 2181 section 5.2), so all of its records are written where it changes.
    private mutating func renew(_ group: Group, _ ttl: UInt32?) throws(PlanRefusal) {
        // RFC 2181 section 8.
        guard ttl ?? 0 <= Int32.max else { throw PlanRefusal("a TTL is at most \(Int32.max) seconds") }
        let catalog = request.snapshot.zones[group.zone].catalog
        let chosen = Set(group.instances.map { RecordData.srv(catalog.serviceLocation(of: $0)) })
        var part = PlanSketch.Part(zone: group.zone)
        renew(RRsetKey(group.owner, .srv), ttl, &part, catalog) { chosen.contains($0) }
        if catalog.isBrowsed(group.instances[0]) {
            renew(RRsetKey(group.owner, .txt), ttl, &part, catalog) { _ in true }
            for pointer in catalog.pointers(to: group.owner) {
                renew(RRsetKey(pointer.name, .ptr), nil, &part, catalog) { $0 == pointer.data }
            }
        }
        for instance in group.instances { note(instance, group, after: catalog.serviceLocation(of: instance)) }
        sketch.add(part)
    }

    private func renew(
        _ key: RRsetKey, _ ttl: UInt32?, _ part: inout PlanSketch.Part, _ catalog: Catalog,
        where isChosen: (RecordData) -> Bool
    ) {
        let records = catalog.records(key)
        guard !records.isEmpty else { return }
        part.guardAlso(key)
        let isNew = ttl.map { ttl in records.contains { $0.ttl != ttl } } ?? false
        // Knot leaves the TTL of a record that is added to itself alone.
        if isNew { part.changes += records.map { .delete($0.name, $0.data) } }
        for record in records where isNew || isChosen(record.data) {
            part.changes.append(.add(record.name, ttl: ttl ?? record.ttl, record.data))
        }
    }

    private mutating func change(_ group: Group, _ body: (inout ServiceLocation) -> Void) throws(PlanRefusal) {
        let catalog = request.snapshot.zones[group.zone].catalog
        let key = RRsetKey(group.owner, .srv)
        var part = PlanSketch.Part(zone: group.zone, guarded: [key])
        var deletions: [UpdateRequest.Change] = []
        var result = Set(catalog.records(key).map(\.data))
        for instance in group.instances {
            let before = catalog.serviceLocation(of: instance)
            var after = before
            body(&after)
            guard after != before else {
                unchangedCount += 1
                continue
            }
            result.remove(.srv(before))
            guard result.insert(.srv(after)).inserted else {
                throw PlanRefusal("\(group.owner) has the record \(after) already: the two would become one")
            }
            deletions.append(.delete(group.owner, .srv(before)))
            part.changes.append(.add(group.owner, ttl: catalog.ttl(of: instance), .srv(after)))
            note(instance, group, after: after)
        }
        // First: some servers let a name have but so many SRV records, and drop those above without a word.
        part.changes = deletions + part.changes
        sketch.add(part)
    }

    private mutating func note(_ instance: InstanceID, _ group: Group, after: ServiceLocation?) {
        let zone = request.snapshot.zones[group.zone]
        sketch.subjects.append(
            PlanSketch.Subject(
                zone: group.zone, owner: group.owner, before: zone.catalog.serviceLocation(of: instance), after: after,
                ttl: zone.catalog.ttl(of: instance), status: zone.health(of: instance, at: now).status))
    }
}

extension Catalog {
    func serviceLocation(of instance: InstanceID) -> ServiceLocation {
        let (priority, weight, port) = location(of: instance)
        return ServiceLocation(priority: priority, weight: weight, port: port, target: target(of: instance))
    }
}

extension ZoneSnapshot {
    /// What to call an instance that has gone.
    func title(ofTombstone instance: InstanceID) -> String {
        tombstones.contains { $0.instance == instance }
            ? catalog.instance(instance).title(relativeTo: name) : "the record"
    }
}
