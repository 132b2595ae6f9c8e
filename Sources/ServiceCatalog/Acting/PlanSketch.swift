import DNSCore

/// What a plan is to do, before it is put into messages and words.
struct PlanSketch {
    /// Changes that belong together: to one RRset, or to one DNS-SD instance. They go into one message.
    struct Part {
        /// Index in the snapshot's zones.
        var zone: Int
        /// RRsets that have to be as they were shown, those that are changed among them.
        var guarded: [RRsetKey] = []
        var changes: [UpdateRequest.Change] = []

        mutating func guardAlso(_ key: RRsetKey) {
            if !guarded.contains(key) { guarded.append(key) }
        }
    }

    /// One SRV record that the plan is about.
    struct Subject {
        var zone: Int
        var owner: DomainName
        /// nil for one that is to come back.
        var before: ServiceLocation?
        /// nil for one that is to go.
        var after: ServiceLocation?
        var ttl: UInt32
        var status: Status

        var location: ServiceLocation? { before ?? after }
    }

    let snapshot: Snapshot
    var parts: [Part] = []
    var subjects: [Subject] = []
    var notes: [String] = []
    /// Instances that are to go, by zone.
    var leaving: [Int: Set<InstanceID>] = [:]
    /// What was shown of the RRsets that matter, by zone.
    private(set) var shown: [Int: RRsets] = [:]

    init(_ snapshot: Snapshot) { self.snapshot = snapshot }

    mutating func add(_ part: Part) {
        guard !part.changes.isEmpty else { return }
        for key in part.guarded where shown[part.zone]?[key].isEmpty ?? true {
            shown[part.zone, default: RRsets()][key] = snapshot.zones[part.zone].catalog.records(key)
        }
        parts.append(part)
    }

    /// Puts the subjects in the order in which the table has the instances of a service; services stay in theirs.
    mutating func arrangeSubjects() {
        var places: [DomainName: Int] = [:]
        let ordered = subjects.map { subject in
            let service = Catalog.service(of: subject.owner)
            let place = places[service] ?? places.count
            places[service] = place
            let name = subject.owner == service ? subject.location?.target : subject.owner
            return (place: place, name: "\(name ?? .root)", port: subject.location?.port ?? 0, subject: subject)
        }
        subjects = ordered.sorted { a, b in
            if a.place != b.place { return a.place < b.place }
            let order = compareNaturally(a.name, b.name)
            return order == 0 ? a.port < b.port : order < 0
        }.map(\.subject)
    }

    /// The zones that it changes, each once.
    var zones: [Int] {
        var seen = Set<Int>()
        return parts.map(\.zone).filter { seen.insert($0).inserted }
    }
}
