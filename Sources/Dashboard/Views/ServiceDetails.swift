import DNSCore
import ServiceCatalog
import Terminal

struct ServiceDetails: Details {
    let zone: ZoneSnapshot
    let service: ServiceID
    let standing: Standing
    let shares: [(title: String, priority: UInt16, figures: ShareFigures)]
    /// Instances with names of their own, of which a client picks one by name.
    let named: [(title: String, status: Status)]
    let events: [Event]

    private static let mostEvents = 20
    private static let mostShares = 12

    init(state: DashboardState, key: ServiceKey) {
        service = key.service
        zone = state.zone(showing: key.service, at: key.zone)
        standing = Standing(of: service, in: zone, at: state.shownAt)
        let (zone, now) = (zone, state.shownAt)
        let name = zone.catalog.name(of: service)
        let tiers = state.tiers(of: key)
        let members = state.arrangement.instances(of: key, first: MemberOrder.smallGroup)
        shares = members.compactMap { instance in
            guard let tiers, zone.catalog.isRegistered(instance), !zone.catalog.isBrowsed(instance) else { return nil }
            let candidate = zone.candidate(instance, at: now)
            let isKnown = zone.isKnown(zone.health(of: instance, at: now), at: now)
            let figures = tiers.figures(of: candidate, isKnown: isKnown)
            return (zone.catalog.title(of: instance), candidate.priority, figures)
        }
        named = members.prefix(Self.mostShares).compactMap { instance in
            guard zone.catalog.isBrowsed(instance) else { return nil }
            return (zone.catalog.title(of: instance), zone.shownHealth(of: instance, at: now).status)
        }
        events = state.snapshot.events.reversed().lazy.filter { $0.zone == zone.name && $0.service == name }
            .prefix(Self.mostEvents).map { $0 }
    }

    var title: String { zone.catalog.name(of: service).shown(within: zone.name) }
    var note: String { standing.proportion }

    func facts(_ canvas: inout Canvas) -> [Fact] {
        let theme = canvas.theme
        var facts = [
            Fact("service", zone.catalog.name(of: service).description, theme[.text], mostLines: 2),
            Fact("status", statuses, theme[.text], mostLines: 2),
        ]
        for (index, tier) in tiers.enumerated() {
            facts.append(Fact(index == 0 ? "clients" : "", tier, theme[.text], mostLines: 3))
        }
        if !named.isEmpty {
            let text = named.map { "\($0.title) (\($0.status))" }.joined(separator: ", ")
            facts.append(Fact("named", text, theme[.text]))
        }
        for (index, event) in events.enumerated() {
            let line = EventLine(event)
            let text =
                "\(event.at.moment(seenFrom: canvas.now))  \(line.paddedWord)  \(event.instance)  \(line.text)"
            facts.append(Fact(index == 0 ? "history" : "", text, theme[.dim], mostLines: 2))
        }
        return facts + zoneFacts(&canvas)
    }

    private func zoneFacts(_ canvas: inout Canvas) -> [Fact] {
        let theme = canvas.theme
        let freshness = zone.freshness
        var text = "\(zone.name) from \(freshness.server)"
        if let serial = freshness.serial { text += ", serial \(serial)" }
        if let method = freshness.method {
            text += ", by \(method.rawValue)"
            if let learntAt = freshness.learntAt { text += " \(canvas.age(since: learntAt)) ago" }
        }
        text += freshness.key.map { ", key \($0)" } ?? ", no key"
        if freshness.notified { text += ", tells of changes by NOTIFY" }
        var facts = [Fact("zone", text, theme[.text], mostLines: 3)]
        if let notice = freshness.notice { facts.append(Fact("", notice, theme[.warning], mostLines: 3)) }
        for (index, replica) in freshness.replicas.enumerated() {
            let words = ReplicaWords(replica, on: &canvas)
            facts.append(
                Fact(index == 0 ? "replicas" : "", words.long, theme[words.isInStep ? .text : .warning], mostLines: 2))
        }
        return facts
    }

    private var statuses: String {
        standing.counts.map { "\(Numbers.grouped($0.count)) \($0.status)" }.joined(separator: ", ")
    }

    /// `priority 10: dc2:389 83%, dc9:389 17%`
    private var tiers: [String] {
        var lines: [String] = []
        for priority in Set(shares.map(\.priority)).sorted().prefix(4) {
            let members = shares.filter { $0.priority == priority }
            let shown = members.prefix(Self.mostShares).map { member in
                if case .known(let share) = member.figures, share.stranger > 0 {
                    return "\(member.title) \(Numbers.percent(share.stranger))% (a stranger's)"
                }
                let text = member.figures.text
                return text.isEmpty ? member.title : "\(member.title) \(text.filter { $0 != " " })"
            }
            let more = members.count > shown.count ? ", and \(Numbers.grouped(members.count - shown.count)) more" : ""
            lines.append("priority \(priority): " + shown.joined(separator: ", ") + more)
        }
        return lines
    }
}
