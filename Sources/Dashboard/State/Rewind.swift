import ServiceCatalog

/// What was: the moments at which something had changed, so that one can step back through them.
struct Rewind: Sendable {
    /// A snapshot without what the newest one knows as well: the events until then, and the single probes.
    struct Moment: Sendable {
        fileprivate let snapshot: Snapshot
        private let problems: [String?]

        init(_ snapshot: Snapshot) {
            problems = snapshot.zones.map(\.freshness.problem?.text)
            var snapshot = snapshot
            snapshot.events = []
            for index in snapshot.zones.indices { snapshot.zones[index].trails = TrailTable() }
            self.snapshot = snapshot
        }

        var at: Timestamp { snapshot.at }

        /// Whether someone who looks at both would see another world.
        func differs(from other: Moment) -> Bool {
            snapshot.eventCount != other.snapshot.eventCount || problems != other.problems
                || !snapshot.zones.elementsEqual(other.snapshot.zones) {
                    $0.table.counts == $1.table.counts && $0.freshness.serial == $1.freshness.serial
                }
        }
    }

    private static let mostMoments = 240
    /// In all moments together: of a large zone few are kept.
    private static let mostInstances = 1_000_000
    private static let fewestMoments = 2
    /// Between one moment and the next.
    private static let pause = Duration.seconds(1)

    /// Oldest first.
    private(set) var moments: [Moment] = []

    mutating func keep(_ snapshot: Snapshot) {
        let moment = Moment(snapshot)
        if let last = moments.last {
            guard moment.at.duration(since: last.at) >= Self.pause, moment.differs(from: last) else { return }
        }
        moments.append(moment)
        let instances = snapshot.zones.reduce(0) { $0 + $1.catalog.instanceCount }
        let limit = max(Self.fewestMoments, min(Self.mostMoments, Self.mostInstances / max(1, instances)))
        if moments.count > limit { moments.removeFirst(moments.count - limit) }
    }

    /// The latest before a time that shows something else.
    func moment(before time: Timestamp, unlike shown: Snapshot) -> Moment? {
        let shown = Moment(shown)
        return moments.last { $0.at < time && $0.differs(from: shown) }
    }

    func moment(after time: Timestamp, unlike shown: Snapshot) -> Moment? {
        let shown = Moment(shown)
        return moments.first { $0.at > time && $0.differs(from: shown) }
    }
}

extension Snapshot {
    /// A moment as it was, with what the newest snapshot knows of it.
    init(_ moment: Rewind.Moment, seenFrom newest: Snapshot) {
        self = moment.snapshot
        let later = max(0, newest.eventCount - eventCount)
        events = newest.events.dropLast(later)
    }
}
