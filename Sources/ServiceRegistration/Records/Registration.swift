import DNSCore

/// The SRV, TXT and PTR records of some names in one zone are to be there.
struct Registration: ZoneAim {
    var places: [ServicePlace]
    /// Records of this host with another port are of an earlier run, and go.
    var replacesOwn = true
    /// What is there already is sent as well, so that its lease begins anew.
    var renews = false
    /// Whether records that are there with another TTL get the wanted one.
    var setsTTL = true

    var keys: [RRsetKey] { places.flatMap { Self.keys(of: $0.name) } }

    static func keys(of name: RegisteredName) -> [RRsetKey] {
        [RRsetKey(name.owner, .srv), RRsetKey(name.owner, .txt)]
            + (name.instance == nil ? [] : [RRsetKey(name.service, .ptr)])
    }

    func changes(in view: ZoneView) -> [UpdateRequest.Change] {
        let deletions = places.flatMap { outdated($0, view) }
        return deletions + places.flatMap { missing($0, view) }
    }

    func isReached(in view: ZoneView) -> Bool {
        places.allSatisfy { place in
            outdated(place, view).isEmpty
                && wanted(place).allSatisfy { view.records.data(of: $0.key).contains($0.data) }
        }
    }

    /// Ports of this host that it had, and will not have any more.
    func replacedPorts(in view: ZoneView) -> Set<UInt16> {
        guard replacesOwn else { return [] }
        return Set(
            places.flatMap { place in
                view.locations(at: place.owner).filter { place.isOnThisHost($0) && !place.isSameEndpoint($0) }.map(
                    \.port)
            })
    }

    /// What goes before the rest comes.
    private func outdated(_ place: ServicePlace, _ view: ZoneView) -> [UpdateRequest.Change] {
        let locations = view.locations(at: place.owner).filter {
            $0 != place.location && (replacesOwn ? place.isOnThisHost($0) : place.isSameEndpoint($0))
        }
        let texts = view.texts(at: place.owner).filter {
            $0 != place.text && place.isOwn($0, portToo: !replacesOwn)
        }
        return locations.map { .delete(place.owner, .srv($0)) } + texts.map { .delete(place.owner, .txt($0)) }
    }

    private func missing(_ place: ServicePlace, _ view: ZoneView) -> [UpdateRequest.Change] {
        wanted(place).filter { key, data in
            guard !renews, let found = view.records[key].first(where: { $0.data == data }) else { return true }
            return setsTTL && found.ttl != place.name.ttl
        }.map { .add($0.key.name, ttl: place.name.ttl, $0.data) }
    }

    private func wanted(_ place: ServicePlace) -> [(key: RRsetKey, data: RecordData)] {
        var wanted = [(key: RRsetKey(place.owner, .srv), data: place.srv)]
        if let text = place.text { wanted.append((RRsetKey(place.owner, .txt), .txt(text))) }
        // Where the instances of a service are listed (RFC 6763 section 4.1).
        if let pointer = place.pointer { wanted.append((RRsetKey(place.name.service, .ptr), pointer)) }
        return wanted
    }
}
