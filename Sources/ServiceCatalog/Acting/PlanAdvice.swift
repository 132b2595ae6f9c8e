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
        var notes = strangers + sketch.notes
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

    private static let mostStrangers = 3

    /// Why a record may have to go though something answers there.
    private var strangers: [String] {
        guard plan.action == .withdraw else { return [] }
        let found = request.subjects.filter { subject in
            sketch.snapshot.zones.indices.contains(subject.zone)
                && sketch.snapshot.zones[subject.zone].health(of: subject.instance, at: now).status == .impostor
        }
        let told = found.prefix(Self.mostStrangers).map { subject in
            let zone = sketch.snapshot.zones[subject.zone]
            let title = zone.catalog.instance(subject.instance, lookingAt: 1).title(relativeTo: zone.name)
            let reason = zone.reason(of: subject.instance, zone.health(of: subject.instance, at: now))
            return "\(title) is an impostor (\(reason)): clients that choose it go to a stranger"
        }
        let more = found.count - told.count
        return more > 0 ? told + ["so it is with \(more) more"] : told
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
            let name = zone.name.withoutFinalDot
            if acting.isProduction { warnings.append("\(name) is production (\(acting.context ?? "prod"))") }
            if acting.keys.isEmpty {
                warnings.append("the update of \(name) is not signed: the configuration has no key for the zone")
            }
        }
        return warnings
    }

    private static let fewLosses = 3

    /// Many in one sentence: the records are to be seen, too.
    private var lastOnes: [String] {
        guard plan.losses.count > Self.fewLosses else { return plan.losses.map(text) }
        let names = plan.losses.prefix(Self.fewLosses).map(\.service.withoutFinalDot).joined(separator: ", ")
        return [
            "\(plan.losses.count) services have nobody left who serves: \(names) and"
                + " \(plan.losses.count - Self.fewLosses) more"
        ]
    }

    private func text(_ loss: Plan.Loss) -> String {
        let service = loss.service.withoutFinalDot
        let count = plan.lines.count { $0.service == loss.service && $0.zone == loss.zone }
        return switch loss.extent {
        case .lastServing: "the last serving instance of \(service): its clients find nobody afterwards"
        case .everyServing: "every serving instance of \(service): its clients find nobody afterwards"
        case .everything where count == 1: "the last instance of \(service): the service is gone afterwards"
        case .everything: "all instances of \(service): the service is gone afterwards"
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

    /// All reasons, how much it is about first; nil where there is none.
    private var reason: String? {
        let reasons = [production, loss].compactMap(\.self)
        guard !reasons.isEmpty || plan.lines.count > Self.fewRecords else { return nil }
        return ([extent] + reasons).compactMap(\.self).joined(separator: ", ")
    }

    private var serviceCount: Int {
        plan.lines.reduce(into: Set<[DomainName]>()) { $0.insert([$1.zone, $1.service]) }.count
    }

    private var extent: String? {
        if serviceCount > 1 { return "\(plan.lines.count) records of \(serviceCount) services" }
        return plan.lines.count > Self.fewRecords ? "\(plan.lines.count) records at once" : nil
    }

    private var production: String? {
        let names = zones.filter { context.zones[$0.name]?.isProduction ?? false }.map(\.name.withoutFinalDot)
        guard !names.isEmpty else { return nil }
        return "\(names.joined(separator: " and ")) \(names.count == 1 ? "is" : "are") production"
    }

    private var loss: String? {
        guard let first = plan.losses.first else { return nil }
        if serviceCount > 1 {
            return plan.losses.count == 1 ? "1 service ends" : "\(plan.losses.count) services end"
        }
        return first.extent == .everything
            ? "nothing of the service is left afterwards" : "nothing of the service serves afterwards"
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
