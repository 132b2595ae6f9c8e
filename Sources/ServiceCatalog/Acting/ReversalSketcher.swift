import DNSCore

/// Sketches an undo, or the undo of an undo, from what the journal keeps: the reverse of exactly what was done, last first,
/// where the zone still is what it left behind.
struct ReversalSketcher {
    private let entry: JournalEntry
    private var sketch: PlanSketch
    /// What the zones will hold as far as has been sketched.
    private var states: [Int: RRsets] = [:]
    private var loaded: [Int: Set<RRsetKey>] = [:]
    private var doneAlready = 0

    init(_ snapshot: Snapshot, _ entry: JournalEntry) {
        self.entry = entry
        sketch = PlanSketch(snapshot)
    }

    consuming func draw() throws(PlanRefusal) -> PlanSketch {
        if let other = entry.reversedBy { throw .cannotUndo(entry.number, "entry \(other) has done so already") }
        guard entry.updatesDone > 0 else {
            throw .cannotUndo(
                entry.number, entry.isUnsettled ? "what came of it is not known" : "nothing of it was done")
        }
        let pairs = zip(entry.draft.updates, entry.draft.inverses).prefix(entry.updatesDone)
        for (update, inverse) in pairs.reversed() where !inverse.changes.isEmpty {
            try reverse(update.request, with: inverse)
        }
        guard !sketch.parts.isEmpty else {
            throw .cannotUndo(
                entry.number,
                doneAlready > 0 ? "the records are as they were before it" : "it has changed nothing")
        }
        sketch.arrangeSubjects()
        if doneAlready > 0 { sketch.notes.append("\(doneAlready) of its updates are taken back already") }
        return sketch
    }

    private mutating func reverse(_ request: UpdateRequest, with inverse: UpdateRequest) throws(PlanRefusal) {
        guard let zone = sketch.snapshot.zones.firstIndex(where: { $0.name == inverse.zone }) else {
            throw .notFollowed(inverse.zone)
        }
        let keys = inverse.prerequisites.compactMap(\.rrset)
        load(keys + request.prerequisites.compactMap(\.rrset), zone)
        var state = states[zone] ?? RRsets()
        if let overtaken = inverse.prerequisites.first(where: { !state.satisfies($0) }) {
            guard request.prerequisites.allSatisfy(state.satisfies) else {
                throw changedSince(overtaken, state)
            }
            doneAlready += 1
            return
        }
        sketch.add(PlanSketch.Part(zone: zone, guarded: keys, changes: inverse.changes))
        noteSubjects(of: inverse.changes, zone)
        state.apply(inverse.changes)
        states[zone] = state
    }

    private mutating func load(_ keys: [RRsetKey], _ zone: Int) {
        var state = states[zone] ?? RRsets()
        for key in keys where loaded[zone, default: []].insert(key).inserted {
            state[key] = sketch.snapshot.zones[zone].catalog.records(key)
        }
        states[zone] = state
    }

    private func changedSince(_ prerequisite: Prerequisite, _ state: RRsets) -> PlanRefusal {
        guard let key = prerequisite.rrset else { return .cannotUndo(entry.number, "the zone has changed since") }
        return .cannotUndo(entry.number, "\(key) has been changed since: \(RRsetText(state[key]))")
    }

    /// What is deleted and added again with the same target and port is one record that changes.
    private mutating func noteSubjects(of changes: [UpdateRequest.Change], _ zone: Int) {
        var subjects: [PlanSketch.Subject] = []
        for case .delete(let owner, .srv(let location)) in changes {
            subjects.append(subject(zone, owner, before: location, after: nil, ttl: nil))
        }
        for case .add(let owner, let ttl, .srv(let location)) in changes {
            let partner = subjects.firstIndex {
                $0.owner == owner && $0.after == nil && $0.before?.isSamePlace(as: location) == true
            }
            if let partner {
                subjects[partner].after = location
            } else {
                let isThere = states[zone]?[RRsetKey(owner, .srv)].contains { $0.data == .srv(location) } ?? false
                subjects.append(subject(zone, owner, before: isThere ? location : nil, after: location, ttl: ttl))
            }
        }
        sketch.subjects += subjects
    }

    private func subject(
        _ zone: Int, _ owner: DomainName, before: ServiceLocation?, after: ServiceLocation?, ttl: UInt32?
    ) -> PlanSketch.Subject {
        let known = states[zone]?[RRsetKey(owner, .srv)].first { record in
            before.map { record.data == .srv($0) } ?? false
        }
        return PlanSketch.Subject(
            zone: zone, owner: owner, before: before, after: after, ttl: ttl ?? known?.ttl ?? 0,
            status: status(zone, owner, before ?? after))
    }

    /// As it is now, or for a record that is gone as it was when the journal was written.
    private func status(_ zone: Int, _ owner: DomainName, _ location: ServiceLocation?) -> Status {
        guard let location else { return .unknown }
        let snapshot = sketch.snapshot.zones[zone]
        if let instance = snapshot.catalog.instance(at: owner, location) {
            return snapshot.health(of: instance, at: sketch.snapshot.at).status
        }
        let text = " SRV \(location)"
        let line = entry.draft.lines.first { $0.record.hasSuffix(text) && $0.record.hasPrefix("\(owner) ") }
        return line?.status ?? .unknown
    }
}

extension ServiceLocation {
    /// Whether it leads to the same port of the same host, however often it is chosen.
    func isSamePlace(as other: ServiceLocation) -> Bool { port == other.port && target == other.target }
}

extension Catalog {
    /// The instance at an owner that leads to the same place.
    func instance(at owner: DomainName, _ location: ServiceLocation) -> InstanceID? {
        guard let name = names.find(owner) else { return nil }
        var found: InstanceID?
        forEachRecord(at: name, .srv) { row in
            if serviceLocation(of: InstanceID(row)).isSamePlace(as: location) { found = InstanceID(row) }
        }
        return found
    }
}
