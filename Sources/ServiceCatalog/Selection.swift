/// What one SRV record of an RRset says about choosing it.
package struct Candidate: Hashable, Sendable {
    package var priority: UInt16
    package var weight: UInt16
    /// Whether a client that chose it would be served, as far as is known.
    package var serves: Bool
    /// Target `.`: never chosen.
    package var isOffered: Bool
    /// Someone else answers there: clients that choose it stay with him.
    package var isStranger: Bool

    package init(
        priority: UInt16, weight: UInt16, serves: Bool, isOffered: Bool = true, isStranger: Bool = false
    ) {
        self.priority = priority
        self.weight = weight
        self.serves = serves
        self.isOffered = isOffered
        self.isStranger = isStranger
    }

    /// Whether a client that chose it would go no further.
    package var answers: Bool { serves || isStranger }
}

/// An instance's part of a service's clients, from 0 to 1.
package struct Share: Hashable, Sendable {
    /// By the records alone: the weight within the best tier, 0 for every other tier.
    package var advertised: Double
    /// Among what answers: the tier is the best one in which something does. 0 for a stranger, who serves nobody.
    package var effective: Double
    /// What a stranger gets of the service's clients; 0 where the instance is itself.
    package var stranger: Double

    package init(advertised: Double, effective: Double, stranger: Double = 0) {
        self.advertised = advertised
        self.effective = effective
        self.stranger = stranger
    }

    package static let none = Share(advertised: 0, effective: 0)
}

/// Choosing among the SRV records of one RRset (RFC 2782).
package enum Selection {
    /// Each candidate's shares, in the order given.
    package static func shares(of candidates: [Candidate]) -> [Share] {
        var advertised = SelectionTier()
        var effective = SelectionTier()
        for candidate in candidates where candidate.isOffered {
            advertised.add(priority: candidate.priority, weight: candidate.weight)
            if candidate.answers { effective.add(priority: candidate.priority, weight: candidate.weight) }
        }
        return candidates.map { candidate in
            guard candidate.isOffered else { return .none }
            let share = { (tier: SelectionTier) in tier.share(priority: candidate.priority, weight: candidate.weight) }
            return Share(
                advertised: share(advertised), effective: candidate.serves ? share(effective) : 0,
                stranger: candidate.isStranger ? share(effective) : 0)
        }
    }

    /// The order in which one client would try the candidates (RFC 2782): tier by tier, drawn by weight within each.
    package static func order(
        of candidates: [Candidate], using generator: inout some RandomNumberGenerator
    ) -> [Int] {
        var order: [Int] = []
        let offered = candidates.indices.filter { candidates[$0].isOffered }
        for tier in Set(offered.map { candidates[$0].priority }).sorted() {
            var rest = offered.filter { candidates[$0].priority == tier }.shuffled(using: &generator)
            let zeros = rest.filter { candidates[$0].weight == 0 }
            rest = zeros + rest.filter { candidates[$0].weight != 0 }
            var sum = rest.reduce(0) { $0 + Int(candidates[$1].weight) }
            while !rest.isEmpty {
                let drawn = Int.random(in: 0...sum, using: &generator)
                var running = 0
                let position = rest.firstIndex { index in
                    running += Int(candidates[index].weight)
                    return running >= drawn
                }
                let chosen = rest.remove(at: position ?? 0)
                sum -= Int(candidates[chosen].weight)
                order.append(chosen)
            }
        }
        return order
    }
}

extension ZoneSnapshot {
    /// The shares of the RRset that an instance belongs to.
    package func shares(besides instance: InstanceID, at now: Timestamp) -> [InstanceID: Share] {
        let siblings = catalog.siblings(of: instance)
        let shares = Selection.shares(of: siblings.map { candidate($0, at: now) })
        return Dictionary(zip(siblings, shares)) { first, _ in first }
    }

    package func candidate(_ instance: InstanceID, at now: Timestamp) -> Candidate {
        let location = catalog.location(of: instance)
        let health = health(of: instance, at: now)
        return Candidate(
            priority: location.priority, weight: location.weight, serves: health.serves && isCurrent(at: now),
            isOffered: health.status != .unavailable, isStranger: health.status == .impostor)
    }
}
