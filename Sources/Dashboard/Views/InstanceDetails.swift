import DNSCore
import ServiceCatalog
import Terminal

struct InstanceDetails: Details {
    let zone: ZoneSnapshot
    let id: InstanceID
    let record: Instance
    let health: Health
    let tiers: RRsetTiers?
    let events: [Event]
    let now: Timestamp
    let tombstone: ZoneSnapshot.Tombstone?

    private static let mostEvents = 20
    private static let mostRecords = 2000

    init(state: DashboardState, key: RowKey, instance: InstanceID) {
        zone = state.zone(showing: instance, at: key.service.zone)
        id = instance
        now = state.now
        record = zone.catalog.instance(instance, lookingAt: Self.mostRecords)
        health = zone.shownHealth(of: instance, at: state.now)
        tiers = state.arrangement.group(of: key.service.service, zone: key.service.zone).flatMap { state.tiers(of: $0) }
        tombstone = state.arrangement.tombstones[key.service.zone][instance]
        let (record, zoneName) = (record, zone.name)
        let title = record.title(relativeTo: zone.name)
        events = state.snapshot.events.reversed().lazy
            .filter { $0.zone == zoneName && $0.service == record.service && $0.instance == title }
            .prefix(Self.mostEvents).map { $0 }
    }

    var title: String { zone.catalog.title(of: id) }
    var note: String { record.service.shown(within: zone.name) }

    func facts(_ canvas: inout Canvas) -> [Fact] {
        let theme = canvas.theme
        var facts = [
            Fact(label: "record", text: record.presentation, style: theme[.text], mostLines: 3),
            Fact(label: "status", text: status(&canvas), style: statusStyle(theme), mostLines: 2),
        ]
        if let share { facts.append(Fact(label: "share", text: share, style: theme[.text], mostLines: 2)) }
        facts.append(Fact(label: "address", text: addresses, style: theme[.text]))
        facts.append(Fact(label: "probe", text: probe, style: theme[.text], mostLines: 2))
        for text in record.texts {
            facts.append(Fact(label: "text", text: text.description, style: theme[.text]))
        }
        for (index, event) in events.enumerated() {
            let line = EventLine(event)
            facts.append(
                Fact(
                    label: index == 0 ? "history" : "", text: "\(event.at.timeOfDay)  \(line.paddedWord)  \(line.text)",
                    style: theme[.dim], mostLines: 2))
        }
        return facts
    }

    private func statusStyle(_ theme: Theme) -> Style {
        health.status.isProblem ? theme.tint(of: health.status) : theme[.text]
    }

    /// `down since 13:58:01 (4m): connection refused`
    private func status(_ canvas: inout Canvas) -> String {
        var text = health.status.name
        if let tombstone {
            text += " at \(tombstone.withdrawnAt.timeOfDay)Z"
            let rest = canvas.remaining(until: tombstone.clearsAt).map { "in caches for \($0)" } ?? "gone from caches"
            return "\(text), \(rest)"
        }
        if health.since != .distantPast {
            text += " for \(canvas.age(since: health.since)), since \(moment(health.since))"
        }
        let reason = health.reason.description
        return reason.isEmpty ? text : "\(text): \(reason)"
    }

    /// The time of day, with the date where it is not today's.
    private func moment(_ time: Timestamp) -> String {
        time.date == now.date ? "\(time.timeOfDay)Z" : "\(time.date) \(time.timeOfDay)Z"
    }

    private var share: String? {
        guard let tiers, !zone.catalog.isBrowsed(id) else { return nil }
        switch tiers.figures(of: zone.candidate(id, at: now), isKnown: zone.isKnown(health, at: now)) {
        case .none: return nil
        case .standby: return "standby: takes over when no instance of a better priority serves"
        case .advertised(let share): return "\(Numbers.percent(share))% by the records"
        case .known(let share):
            let (records, real) = (Numbers.percent(share.advertised), Numbers.percent(share.effective))
            return records == real ? "\(real)% of clients" : "\(records)% by the records, \(real)% as things are"
        }
    }

    private var addresses: String {
        if record.isUnavailable { return "none: target “.” says that it is not offered" }
        let isFirst = { (address: IPAddress) in if case .v4 = address { true } else { false } }
        let ordered = record.addresses.filter(isFirst) + record.addresses.filter { !isFirst($0) }
        let addresses = ordered.map(\.description)
        return addresses.isEmpty ? "none in this zone" : addresses.joined(separator: "  ")
    }

    private var probe: String {
        guard health.checkedAt != .distantPast else { return "none came back yet" }
        var text = "last came back at \(moment(health.checkedAt))"
        if health.roundTrip > 0 {
            text += health.status.serves ? " after " : "; last answered after "
            text += Numbers.roundTrip(microseconds: health.roundTrip)
        }
        return text
    }
}
