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
        standing = Standing(of: service, in: zone, at: state.now)
        let (zone, now) = (zone, state.now)
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
            Fact(label: "service", text: zone.catalog.name(of: service).description, style: theme[.text], mostLines: 2),
            Fact(label: "status", text: statuses, style: theme[.text], mostLines: 2),
        ]
        for (index, tier) in tiers.enumerated() {
            facts.append(Fact(label: index == 0 ? "clients" : "", text: tier, style: theme[.text], mostLines: 3))
        }
        if !named.isEmpty {
            let text = named.map { "\($0.title) (\($0.status))" }.joined(separator: ", ")
            facts.append(Fact(label: "named", text: text, style: theme[.text]))
        }
        for (index, event) in events.enumerated() {
            let line = EventLine(event)
            facts.append(
                Fact(
                    label: index == 0 ? "history" : "",
                    text: "\(event.at.timeOfDay)  \(line.paddedWord)  \(event.instance)  \(line.text)",
                    style: theme[.dim],
                    mostLines: 2))
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
                let text = member.figures.text
                return text.isEmpty ? member.title : "\(member.title) \(text.filter { $0 != " " })"
            }
            let more = members.count > shown.count ? ", and \(Numbers.grouped(members.count - shown.count)) more" : ""
            lines.append("priority \(priority): " + shown.joined(separator: ", ") + more)
        }
        return lines
    }
}
