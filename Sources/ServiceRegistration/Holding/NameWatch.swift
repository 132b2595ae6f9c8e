import DNSCore

/// Watches over one registered name: what a look at the zone means for it, and whether its records are to be put back.
///
/// Records of others beside ours are no concern of it. Somebody who takes ours away is answered by putting it back, so often;
/// then the name is left to them until they have gone.
struct NameWatch: Sendable {
    typealias Instant = ContinuousClock.Instant

    struct Judgement {
        var event: RegistrationEvent?
        var isToBePutBack = false
    }

    private(set) var place: ServicePlace
    private let limit: TakeoverLimit
    /// Who else was there when ours was last.
    private var neighbours: Set<ServiceLocation> = []
    /// Who has come when ours went, and is still there.
    private var rivals: Set<ServiceLocation> = []
    /// When ours was put back, within the window.
    private var restorations: [Instant] = []
    /// Something of it is missing, and that has been told.
    private var isMissing = false
    private(set) var isYielded = false

    /// - Parameter view: one that shows the place as registered.
    init(_ place: ServicePlace, _ view: ZoneView, limit: TakeoverLimit) {
        self.place = place
        self.limit = limit
        neighbours = Set(view.locations(at: place.owner)).filter { !place.isSameEndpoint($0) }
    }

    mutating func judge(_ view: ZoneView, at now: Instant) -> Judgement {
        restorations.removeAll { now - $0 >= limit.window }
        let locations = view.locations(at: place.owner)
        let others = Set(locations.filter { !place.isSameEndpoint($0) })
        guard let own = locations.first(where: { $0 == place.location }) ?? locations.first(where: place.isSameEndpoint)
        else { return judgeLoss(others, view) }
        neighbours = others
        if restorations.isEmpty { rivals = [] }
        rivals.formIntersection(others)
        return judgePresence(own, view)
    }

    private mutating func judgePresence(_ own: ServiceLocation, _ view: ZoneView) -> Judgement {
        var judgement = Judgement()
        if isYielded { judgement.event = .restored(place.owner) }
        isYielded = false
        if own != place.location {
            place.location = own
            judgement.event = .changed(place.owner, own)
        }
        let whole = Registration(places: [place], replacesOwn: false, setsTTL: false)
        guard !whole.changes(in: view).isEmpty, restorations.count < limit.count else {
            isMissing = false
            return judgement
        }
        return loss(.lost(place.owner))
    }

    private mutating func judgeLoss(_ others: Set<ServiceLocation>, _ view: ZoneView) -> Judgement {
        rivals = rivals.union(others.subtracting(neighbours)).intersection(others)
        let holders = rivals.sorted { "\($0)" < "\($1)" }.map { view.holder($0, at: place.owner) }
        if isYielded {
            guard rivals.isEmpty, restorations.count < limit.count else { return Judgement() }
            isYielded = false
        } else if restorations.count >= limit.count {
            isYielded = true
            return Judgement(event: .yielded(place.owner, to: holders))
        }
        return loss(rivals.isEmpty ? .lost(place.owner) : .taken(place.owner, by: holders))
    }

    /// Told of once, however long it takes until it is put right.
    private mutating func loss(_ event: RegistrationEvent) -> Judgement {
        defer { isMissing = true }
        return Judgement(event: isMissing ? nil : event, isToBePutBack: true)
    }

    /// The server shows what was put back.
    mutating func wasPutBack(at now: Instant) {
        isMissing = false
        restorations.append(now)
    }
}
