import DNSCore

/// What to tell of a plan before it is confirmed, and how it has to be.
struct PlanAdvice {
    private let request: PlanRequest
    private let sketch: PlanSketch
    private let context: ActingContext
    private let plan: Plan
    private let now: Timestamp

    init(_ request: PlanRequest, _ sketch: PlanSketch, _ context: ActingContext, _ plan: Plan, _ now: Timestamp) {
        self.request = request
        self.sketch = sketch
        self.context = context
        self.plan = plan
        self.now = now
    }

    private var zones: [ZoneSnapshot] { sketch.zones.map { sketch.snapshot.zones[$0] } }

    // MARK: - Notes

    var notes: [String] {
        var notes = sketch.notes
        if request.hiddenCount > 0 {
            let count = request.hiddenCount
            notes.append(count == 1 ? "1 marked record is hidden now" : "\(count) marked records are hidden now")
        }
        if let renewal { notes.append(renewal) }
        if let caches { notes.append(caches) }
        notes += zones.flatMap(laggards)
        if zones.contains(where: { $0.freshness.method == .queries }), plan.action == .withdraw {
            notes.append("the zone may not be transferred: what else belongs to the records is known only in part")
        }
        notes += zones.compactMap { context.zones[$0.name]?.caution }
        return notes
    }

    private var renewal: String? {
        guard case .renew(let ttl?) = plan.action else { return nil }
        let others =
            plan.updates.reduce(0) { $0 + $1.request.changes.count(where: \.isServiceRecord) } - plan.lines.count
        guard others > 0 else { return nil }
        let records = others == 1 ? "1 other record" : "\(others) other records"
        return "a TTL is all of an RRset's: \(records) of the same name get \(Lifetime.text(ttl)), too"
    }

    /// Until when clients may be told what was before.
    private var caches: String? {
        var longest: UInt32 = 0
        var negative: UInt32?
        for update in plan.updates {
            var after = RRsets(update.before)
            after.apply(update.request.changes)
            for record in update.before
            where !after.data(of: RRsetKey(record.name, record.data.type)).contains(record.data) {
                longest = max(longest, record.ttl)
            }
            let before = RRsets(update.before)
            if update.request.changedRRsets.contains(where: { before[$0].isEmpty }) {
                let soa = zones.first { $0.name == update.request.zone }?.catalog.soa
                negative = max(negative ?? 0, soa?.minimum ?? 0)
            }
        }
        if longest > 0 {
            return
                "caches may hand out the old records for up to \(Lifetime.text(longest)) after the last secondary has"
                + " followed"
        }
        return negative.map { "caches may say for up to \(Lifetime.text($0)) that there is none" }
    }

    private func laggards(_ zone: ZoneSnapshot) -> [String] {
        zone.freshness.replicas.compactMap { replica in
            if let problem = replica.problem { return "\(replica.server) does not follow now: \(problem)" }
            guard let lag = replica.lag, lag > 0 else { return nil }
            return "\(replica.server) is \(lag == 1 ? "1 serial" : "\(lag) serials") behind"
        }
    }

    // MARK: - Warnings

    var warnings: [String] {
        var warnings = lastOnes
        if isWithoutEffect { warnings.append("nothing else serves in its place: it goes on getting its clients") }
        for zone in zones {
            guard let acting = context.zones[zone.name] else { continue }
            if acting.isProduction { warnings.append("\(zone.name) is production (\(acting.context ?? "prod"))") }
            if acting.keys.isEmpty {
                warnings.append("the update of \(zone.name) is not signed: the configuration has no key for the zone")
            }
        }
        return warnings
    }

    private var lastOnes: [String] {
        var seen = Set<DomainName>()
        return plan.lines.filter { $0.isLastServing && seen.insert($0.service).inserted }.map { line in
            line.status.serves
                ? "the last serving instance of \(line.service): its clients find nobody afterwards"
                : "the last instance of \(line.service): the service is gone afterwards"
        }
    }

    /// Weight 0 says nothing where no other record of the same priority serves.
    private var isWithoutEffect: Bool {
        let isDrain = plan.action == .drain || plan.action == .weight(0)
        return isDrain && plan.lines.contains { ($0.shareAfter ?? 0) > 0.5 }
    }

    // MARK: - Confirmation

    private static let fewRecords = 5

    var confirmation: Plan.Confirmation {
        guard let line = plan.lines.first, let reason else { return .button }
        return .typed(line.service.description(relativeTo: line.zone), reason: reason)
    }

    private var reason: String? {
        if plan.lines.contains(where: \.isLastServing) { return "nothing of the service is left afterwards" }
        if let zone = zones.first(where: { context.zones[$0.name]?.isProduction ?? false }) {
            return "\(zone.name) is production"
        }
        return plan.lines.count > Self.fewRecords ? "\(plan.lines.count) records are changed at once" : nil
    }
}

extension UpdateRequest.Change {
    fileprivate var isServiceRecord: Bool {
        if case .add(_, _, .srv) = self { true } else { false }
    }
}

/// A TTL in words.
enum Lifetime {
    /// In the largest unit that says it exactly.
    static func text(_ seconds: UInt32) -> String {
        for (length, unit) in [(86_400, "d"), (3600, "h"), (60, "min")] as [(UInt32, String)]
        where seconds >= length && seconds % length == 0 {
            return "\(seconds / length) \(unit)"
        }
        return "\(seconds) s"
    }
}
