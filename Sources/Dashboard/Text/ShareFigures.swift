import ServiceCatalog

/// An instance's part of its service's clients, and what there is to say about it.
enum ShareFigures: Hashable, Sendable {
    /// Nothing to share: the only record of a DNS-SD instance, a tombstone, or target `.`.
    case none
    /// Would serve if the better tiers did not.
    case standby
    /// What the records say; whether it is so is not known.
    case advertised(Double)
    case known(Share)

    var text: String {
        switch self {
        case .none: return ""
        case .standby: return "standby"
        case .advertised(let share): return "\(Numbers.percent(share))%"
        case .known(let share):
            let (before, now) = (Numbers.percent(share.advertised), Numbers.percent(share.effective))
            return before == now
                ? "\(now)%" : "\(before)→\(String(repeating: " ", count: now < 10 ? 2 : now < 100 ? 1 : 0))\(now)%"
        }
    }

    /// What the bar shows.
    var fraction: Double? {
        switch self {
        case .none: nil
        case .standby: 0
        case .advertised(let share): share
        case .known(let share): share.effective
        }
    }
}

/// The tiers of one RRset that clients choose from: by the records alone, and among what answers.
struct RRsetTiers: Hashable, Sendable {
    var advertised = SelectionTier()
    var effective = SelectionTier()

    mutating func add(_ candidate: Candidate) {
        guard candidate.isOffered else { return }
        advertised.add(priority: candidate.priority, weight: candidate.weight)
        if candidate.answers { effective.add(priority: candidate.priority, weight: candidate.weight) }
    }

    /// - Parameter isKnown: whether there is anything to tell but what the records say.
    func figures(of candidate: Candidate, isKnown: Bool) -> ShareFigures {
        guard candidate.isOffered else { return .none }
        let advertised = self.advertised.share(priority: candidate.priority, weight: candidate.weight)
        if !isKnown { return .advertised(advertised) }
        let effective =
            candidate.answers ? self.effective.share(priority: candidate.priority, weight: candidate.weight) : 0
        if candidate.isStranger { return .known(Share(advertised: advertised, effective: 0, stranger: effective)) }
        if candidate.serves, advertised == 0, effective == 0 { return .standby }
        return .known(Share(advertised: advertised, effective: effective))
    }
}
