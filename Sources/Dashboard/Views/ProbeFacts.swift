import DNSCore
import ServiceCatalog
import Terminal

/// What the probes of an instance's addresses have found.
struct ProbeFacts {
    let trails: [ProbeTrail]
    /// Those that the zone has.
    let addresses: [IPAddress]
    let health: Health
    let now: Timestamp

    /// Instances in the zone: of a large one not all have trails.
    let instanceCount: Int

    private static let mostAddresses = 16

    private var worst: ProbeTrail? { trails.worst }

    /// The round trips of the worst address, then what its last probe found.
    func summary(_ canvas: inout Canvas) -> [Fact] {
        let theme = canvas.theme
        guard let worst, let last = worst.observations.first(where: { $0.at <= now }) else {
            return [Fact("probe", withoutTrail, theme[.text])]
        }
        let line = Sparkline(worst.history, until: now, of: health)
        var spans = line.spans(width: min(line.count, canvas.size.columns / 3), theme)
        spans.append(Span(line.isEmpty ? "" : "  ", theme[.text]))
        spans.append(outcome(last, theme))
        spans.append(Span(" at \(last.at.moment(seenFrom: now))", theme[.dim]))
        if line.lossCount > 0 {
            let span = Age(elapsed: line.span).text
            spans.append(Span(", \(line.lossCount) of \(line.count) lost in \(span)", theme[.warning]))
        }
        return [Fact("probe", spans)]
    }

    private var withoutTrail: String {
        guard health.checkedAt != .distantPast else { return "none came back yet" }
        var text = "last came back at \(health.checkedAt.moment(seenFrom: now))"
        if health.roundTrip > 0 {
            text += health.status.serves ? " after " : "; last answered after "
            text += Numbers.roundTrip(microseconds: health.roundTrip)
        }
        guard instanceCount > TrailTable.mostInstances else { return text }
        return text + "; single probes are kept of \(Numbers.grouped(TrailTable.mostInstances)) instances of a zone"
    }

    /// Where there are several, each with what its own probes add up to.
    func addressFacts(_ canvas: inout Canvas) -> [Fact] {
        var all = addresses.filter(\.isV4) + addresses.filter { !$0.isV4 }
        all += trails.map(\.address).filter { !addresses.contains($0) }
        guard all.count > 1 else {
            let text = all.first?.description ?? "none in this zone"
            return [Fact("address", text, canvas.theme[.text])]
        }
        let width = all.prefix(Self.mostAddresses).map(\.description.count).max() ?? 0
        var facts: [Fact] = []
        for (index, address) in all.prefix(Self.mostAddresses).enumerated() {
            let label = index == 0 ? "address" : ""
            facts.append(Fact(label, line(address, width: width, on: &canvas)))
        }
        if all.count > Self.mostAddresses {
            facts.append(Fact("", "and \(Numbers.grouped(all.count - Self.mostAddresses)) more", canvas.theme[.dim]))
        }
        return facts
    }

    /// The last few probes of the worst address, with their parts.
    func latest(_ theme: Theme) -> [Fact] {
        guard let worst else { return [] }
        return worst.observations.filter { $0.at <= now }.enumerated().map { index, observation in
            let time = Span("\(observation.at.moment(seenFrom: now))  ", theme[.dim])
            var spans = [time, outcome(observation, theme), Span(phases(observation), theme[.dim])]
            if index == 0, trails.count > 1 { spans.append(Span("  of \(worst.address)", theme[.dim])) }
            return Fact(index == 0 ? "probes" : "", spans)
        }
    }

    private func line(_ address: IPAddress, width: Int, on canvas: inout Canvas) -> [Span] {
        let theme = canvas.theme
        let name = address.description
        var spans = [Span(name + String(repeating: " ", count: width - name.count + 2), theme[.text])]
        guard let trail = trails.first(where: { $0.address == address }) else {
            return spans + [Span("not probed yet", theme[.dim])]
        }
        // What the probes add up to is known as of the last of them only.
        if let last = trail.last, last.at <= now, !last.isLook {
            let status = trail.verdict.status
            spans.append(Span("\(theme.sign(of: status, in: canvas.repertoire)) \(status)", theme[status]))
            if trail.verdictSince != .distantPast {
                spans.append(Span(" for \(canvas.age(since: trail.verdictSince))", theme[.dim]))
            }
            spans.append(Span("  ", theme[.text]))
        }
        spans += Sparkline(trail.history, until: now, of: health).spans(width: 12, theme)
        guard let last = trail.observations.first(where: { $0.at <= now }) else { return spans }
        return spans + [Span("  ", theme[.text]), outcome(last, theme)]
    }

    /// `12ms`, `connection refused`; `listens` of what was only looked for.
    private func outcome(_ observation: Observation, _ theme: Theme) -> Span {
        if observation.isLook { return Span("listens", theme[.text]) }
        return observation.answered
            ? Span(Numbers.roundTrip(microseconds: observation.phases.total), theme[.text])
            : Span(observation.failure.description, theme[.error])
    }

    /// `  connected in 3.0ms, answered in 8.0ms`
    private func phases(_ observation: Observation) -> String {
        let phases = observation.phases
        let parts = [("connected", phases.connect), ("TLS", phases.tls), ("answered", phases.firstByte)]
            .filter { $0.1 > 0 }.map { "\($0.0) in \(Numbers.roundTrip(microseconds: $0.1))" }
        return parts.isEmpty ? "" : "  " + parts.joined(separator: ", ")
    }
}

extension Observation {
    /// Whether something was only seen to listen: that says nothing of whether it serves.
    fileprivate var isLook: Bool { answered && phases.total == 0 }
}

extension IPAddress {
    fileprivate var isV4: Bool { if case .v4 = self { true } else { false } }
}

extension Verdict {
    /// What an instance with this address alone would be.
    var status: Status {
        switch self {
        case .unknown: .unknown
        case .up: .up
        case .suspect: .suspect
        case .down, .recovering: .down
        }
    }
}
