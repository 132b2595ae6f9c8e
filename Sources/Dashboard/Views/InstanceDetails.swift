import DNSCore
import ServiceCatalog
import Terminal

struct InstanceDetails: Details {
    let zone: ZoneSnapshot
    let id: InstanceID
    let record: Instance
    let health: Health
    let tiers: RRsetTiers?
    let trails: [ProbeTrail]
    let events: [Event]
    let now: Timestamp
    let tombstone: ZoneSnapshot.Tombstone?
    /// What takes the record out of the zone; nothing where nothing may be changed.
    let withdrawKey: String?
    /// What starts a dormant instance.
    let startKey: String?

    private static let mostEvents = 20
    private static let mostRecords = 2000
    private static let mostKeys = 64

    init(state: DashboardState, key: InstanceKey) {
        let instance = key.instance
        zone = state.zone(showing: key)
        id = instance
        now = state.shownAt
        record = zone.catalog.instance(instance, lookingAt: Self.mostRecords)
        health = zone.shownHealth(of: instance, at: now)
        trails = state.trails(of: key)
        tiers = state.tiers(of: state.arrangement.service(of: key))
        withdrawKey =
            state.premises.isReadOnly ? nil : state.keyMap.keys(for: .withdraw).first.map { "\($0)" }
        startKey = state.premises.isReadOnly ? nil : state.keyMap.keys(for: .start).first.map { "\($0)" }
        tombstone = state.arrangement.tombstones[key.zone][instance]
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
            Fact("record", record.presentation, theme[.text], mostLines: 3),
            Fact("status", status(&canvas), statusStyle(theme), mostLines: 3),
        ]
        let probes = ProbeFacts(
            trails: trails, addresses: record.addresses, health: health, now: now,
            instanceCount: zone.catalog.instanceCount)
        let holding = zone.holdings[id]
        let peer =
            zone.peers.telling(id).map {
                IdentityFacts(peer: $0, now: now, isStandIns: holding?.verified != nil).facts(&canvas)
            } ?? []
        let isStranger = health.status == .impostor
        if let holding { facts += HoldingFacts(holding: holding, now: now).facts(theme) }
        if isStranger { facts += peer }
        facts += probes.summary(&canvas)
        if let share { facts.append(Fact("share", share, theme[.text], mostLines: 2)) }
        if record.isUnavailable {
            facts.append(Fact("address", "none: target “.” says that it is not offered", theme[.text]))
        } else {
            facts += probes.addressFacts(&canvas)
        }
        if !isStranger { facts += peer }
        facts += probes.latest(theme)
        if let lease = lease(&canvas) { facts.append(Fact("lease", lease, theme[.text], mostLines: 2)) }
        facts += texts(theme)
        if let before { facts.append(Fact("before", before, theme[.text], mostLines: 3)) }
        return facts + history(theme)
    }

    private func statusStyle(_ theme: Theme) -> Style {
        health.status.isProblem ? theme.tint(of: health.status) : theme[.text]
    }

    /// `down for 4m, since 13:58:01Z: connection refused, nothing listens on the port`
    private func status(_ canvas: inout Canvas) -> String {
        var text = health.status.name
        if let tombstone {
            text += " at \(tombstone.withdrawnAt.timeOfDay)Z"
            let rest = canvas.remaining(until: tombstone.clearsAt).map { "in caches for \($0)" } ?? "gone from caches"
            return "\(text), \(rest)"
        }
        if health.since != .distantPast {
            text += " for \(canvas.age(since: health.since)), since \(health.since.moment(seenFrom: now))"
        }
        if health.status == .dormant, health.reason == .none, let word = zone.holdings[id]?.verified?.word {
            let way = startKey.map { ", \($0) starts it now" } ?? ""
            return "\(text): starts \(word.wake.words)\(way)"
        }
        let words = zone.reason(of: id, health)
        // What a stand-in has said of its own says more.
        let isToldByStandIn = zone.holdings[id] != nil && words != health.reason.description
        let reason = [words, isToldByStandIn ? "" : health.reason.explanation].filter { !$0.isEmpty }
        return reason.isEmpty ? text : "\(text): \(reason.joined(separator: ", "))"
    }

    private func lease(_ canvas: inout Canvas) -> String? {
        guard let lease = zone.leases[id, in: zone.catalog], tombstone == nil else { return nil }
        let length = Age(elapsed: lease.length).text
        let rest = canvas.remaining(until: lease.expiresAt).map { "goes in \($0) unless renewed" } ?? "has ended"
        let key = lease.key.map { ", by key \($0.withoutFinalDot)" } ?? ""
        return "\(rest), of \(length)\(key)"
    }

    private var share: String? {
        guard let tiers, !zone.catalog.isBrowsed(id) else { return nil }
        switch tiers.figures(of: zone.candidate(id, at: now), isKnown: zone.isKnown(health, at: now)) {
        case .none: return nil
        case .standby: return "standby: takes over when no instance of a better priority serves"
        case .advertised(let share): return "\(Numbers.percent(share))% by the records"
        case .known(let share):
            if share.stranger > 0 {
                let offer = withdrawKey.map { " (\($0))" } ?? ""
                return "\(Numbers.percent(share.stranger))% of clients go to a stranger until it is withdrawn\(offer)"
            }
            let (records, real) = (Numbers.percent(share.advertised), Numbers.percent(share.effective))
            return records == real ? "\(real)% of clients" : "\(records)% by the records, \(real)% as things are"
        }
    }

    /// A line for each key (RFC 6763 section 6); a key without `=` is there, and that is all that it says.
    private func texts(_ theme: Theme) -> [Fact] {
        let pairs = record.texts.flatMap(\.pairs).prefix(Self.mostKeys)
        return pairs.enumerated().map { index, pair in
            let key = Span(Self.text(pair.key), theme[.key])
            let value: [Span] =
                switch pair.value {
                case .present: [Span("  is set", theme[.dim])]
                case .bytes(let bytes): [Span(" = ", theme[.dim]), Span(Self.text(bytes[...]), theme[.text])]
                }
            return Fact(index == 0 ? "text" : "", [key] + value, mostLines: 8)
        }
    }

    /// As text, or in hexadecimal what is none.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(validating: bytes, as: UTF8.self)
            ?? "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static let mostPeriods = 8

    /// `suspect for 20s, up for 38m`, the latest first.
    private var before: String? {
        let past = zone.chronicle[id].filter { $0.since <= now }
        let ends = past.dropFirst().map(\.since) + [tombstone?.withdrawnAt ?? health.since]
        let lengths = zip(past, ends).map { ($0.status, $1.duration(since: $0.since)) }
        // What lasted no second was only passed through.
        let words = lengths.filter { $1 >= .seconds(1) }.reversed().prefix(Self.mostPeriods).map { status, length in
            "\(status) for \(Age(elapsed: length).text)"
        }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    private func history(_ theme: Theme) -> [Fact] {
        events.enumerated().map { index, event in
            let line = EventLine(event)
            let text = "\(event.at.moment(seenFrom: now))  \(line.paddedWord)  \(line.text)"
            return Fact(index == 0 ? "history" : "", text, theme[.dim], mostLines: 2)
        }
    }
}
