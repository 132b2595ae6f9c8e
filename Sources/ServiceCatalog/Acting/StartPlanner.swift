import DNSCore

/// Plans to start services that sleep: which stand-in is asked for which service. Sends nothing.
struct StartPlanner {
    private let request: PlanRequest
    private let latest: Snapshot
    private let context: ActingContext
    private let now: Timestamp

    init(_ request: PlanRequest, _ latest: Snapshot, _ context: ActingContext, at now: Timestamp) {
        self.request = request
        self.latest = latest
        self.context = context
        self.now = now
    }

    /// An instance that was chosen, as it is known now.
    private struct Choice {
        var zone: ZoneSnapshot
        var instance: InstanceID
        var title: String
        var service: DomainName
        var claim: Holding.Claim
    }

    private static let fewRecords = 5

    func plan() throws(PlanRefusal) -> Plan {
        guard !request.subjects.isEmpty else { throw .nothingChosen }
        var choices: [Choice] = []
        var skipped: [String] = []
        var refusal: PlanRefusal?
        for subject in request.subjects {
            do throws(PlanRefusal) {
                choices.append(try choice(subject))
            } catch {
                refusal = refusal ?? error
                skipped.append(error.description)
            }
        }
        // Of one alone it is said why not; of several those are started that can be.
        guard !choices.isEmpty else { throw Self.refusal(refusal ?? .nothingChosen, of: request.subjects.count) }
        var plan = Plan(.start, lines: choices.map(line), updates: [], starts: starts(of: choices))
        plan.notes = notes(choices, skipped)
        plan.warnings = warnings(choices)
        plan.confirmation = confirmation(choices, plan.lines)
        return plan
    }

    private static func refusal(_ first: PlanRefusal, of count: Int) -> PlanRefusal {
        count == 1 ? first : PlanRefusal("none of the \(count) can be started: \(first)")
    }

    // MARK: - Which

    private func choice(_ subject: PlanRequest.Subject) throws(PlanRefusal) -> Choice {
        guard request.snapshot.zones.indices.contains(subject.zone) else { throw .nothingChosen }
        let shown = request.snapshot.zones[subject.zone]
        guard shown.catalog.isInstance(subject.instance) else {
            throw .noLongerThere(shown.title(ofTombstone: subject.instance), shown.name)
        }
        let instance = shown.catalog.instance(subject.instance)
        let title = instance.title(relativeTo: shown.name)
        let identity = shown.catalog.identity(of: subject.instance)
        guard let zone = latest.zones.first(where: { $0.name == shown.name }),
            let now = zone.catalog.instances([identity])[identity]
        else { throw .noLongerThere(title, shown.name) }
        guard let holding = zone.holdings[now] else { throw .notActivated(title, zone.health(of: now, at: self.now)) }
        guard let claim = holding.verified else { throw .notStartable(title, holding) }
        guard claim.word.isStartable else { throw .runsAlready(title, claim.word) }
        return Choice(zone: zone, instance: now, title: title, service: instance.service, claim: claim)
    }

    /// Several instances may be one service.
    private func starts(of choices: [Choice]) -> [Plan.Start] {
        var starts: [Plan.Start] = []
        for claim in choices.map(\.claim) {
            let isThere = starts.contains { $0.standIn == claim.standIn && $0.service == claim.word.service }
            guard !isThere else { continue }
            starts.append(
                Plan.Start(
                    standIn: claim.standIn, service: claim.word.service, startCount: claim.word.startCount))
        }
        return starts
    }

    private func line(_ choice: Choice) -> Plan.Line {
        let health = choice.zone.health(of: choice.instance, at: now)
        let location = choice.zone.catalog.serviceLocation(of: choice.instance)
        return Plan.Line(
            zone: choice.zone.name, service: choice.service, title: choice.title,
            record: "\(choice.zone.catalog.owner(of: choice.instance)) SRV \(location)", status: health.status,
            shareBefore: nil, shareAfter: nil, isLastServing: false)
    }

    // MARK: - Advice

    private func notes(_ choices: [Choice], _ skipped: [String]) -> [String] {
        var notes = ["no record is changed, so that there is nothing to undo"]
        if choices.contains(where: { $0.claim.word.state == .suspended }) {
            notes.append("its starts have been suspended: this is one more try")
        }
        if request.hiddenCount > 0 {
            let count = request.hiddenCount
            notes.append(count == 1 ? "1 marked record is hidden now" : "\(count) marked records are hidden now")
        }
        if let first = skipped.first {
            notes.append(
                skipped.count == 1 ? "left out: \(first)" : "\(skipped.count) are left out, the first since \(first)")
        }
        return notes
    }

    private func warnings(_ choices: [Choice]) -> [String] {
        production(choices).map { zone in
            "\(zone.withoutFinalDot) is production (\(context.zones[zone]?.context ?? "prod"))"
        }
    }

    private func production(_ choices: [Choice]) -> [DomainName] {
        Set(choices.map(\.zone.name)).filter { context.zones[$0]?.isProduction ?? false }.sorted()
    }

    private func confirmation(_ choices: [Choice], _ lines: [Plan.Line]) -> Plan.Confirmation {
        guard let line = lines.first else { return .button }
        let production = production(choices).map(\.withoutFinalDot)
        var reasons: [String] = []
        if lines.count > Self.fewRecords { reasons.append("\(lines.count) services at once") }
        if !production.isEmpty {
            let names = production.joined(separator: " and ")
            reasons.append("\(names) \(production.count == 1 ? "is" : "are") production")
        }
        guard !reasons.isEmpty else { return .button }
        return .typed(line.service.description(relativeTo: line.zone), reason: reasons.joined(separator: ", "))
    }
}

extension StandInWord {
    /// Whether nothing runs, so that there is something to start.
    package var isStartable: Bool { state == .dormant || state == .waiting || state == .suspended }
}

extension PlanRefusal {
    static func notActivated(_ title: String, _ health: Health) -> PlanRefusal {
        switch health.reason {
        case .notWoken:
            PlanRefusal(
                "\(title) is another host's: only a stand-in on the host that svctop runs on can be asked to start it")
        case .notListening: PlanRefusal("\(title): nothing listens there, so that no stand-in can be asked")
        default:
            PlanRefusal(
                "\(title) is not started on use: its TXT record has no activation=, or nothing is known of it yet")
        }
    }

    static func notStartable(_ title: String, _ holding: Holding) -> PlanRefusal {
        switch holding.finding {
        case .elsewhere:
            PlanRefusal(
                "\(title) is another host's: only a stand-in on the host that svctop runs on can be asked to start it")
        case .unclaimed:
            PlanRefusal(
                "\(title): no stand-in that svctop may ask says that it holds this; run svctop as the stand-in's user, or"
                    + " as root")
        case .doubtful, .anothers:
            PlanRefusal("\(title): another socket than its stand-in's listens there, so that nothing is started")
        case .verified: PlanRefusal("\(title) cannot be started")
        }
    }

    static func runsAlready(_ title: String, _ word: StandInWord) -> PlanRefusal {
        switch word.state {
        case .starting: PlanRefusal("\(title) is starting already")
        case .stopping: PlanRefusal("\(title) is ending just now: try again when it is dormant")
        default: PlanRefusal("\(title) runs already: there is nothing to start")
        }
    }
}
