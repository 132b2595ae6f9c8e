import DNSCore

/// Clients are to find the keys of some ports by TLSA records, those and no others.
struct KeyAssociations: ZoneAim {
    var places: [ServicePlace]
    /// They are to be gone instead.
    var areWithdrawn = false
    /// Ports of this host that the services had before: their keys are not there any more.
    var formerPorts: Set<UInt16> = []

    var keys: [RRsetKey] { (Array(wanted.keys) + formerOwners).map { RRsetKey($0, .tlsa) } }

    func changes(in view: ZoneView) -> [UpdateRequest.Change] {
        formerChanges(in: view)
            + wanted.sorted { $0.key < $1.key }.flatMap { owner, data -> [UpdateRequest.Change] in
                let found = view.records.data(of: RRsetKey(owner, .tlsa))
                if areWithdrawn { return data.sorted().map { .delete(owner, $0) } }
                let outdated = found.subtracting(data).filter(\.bindsToKey)
                return outdated.sorted().map { .delete(owner, $0) }
                    + data.subtracting(found).sorted().map { .add(owner, ttl: ttl, $0) }
            }
    }

    func isReached(in view: ZoneView) -> Bool {
        wanted.allSatisfy { owner, data in
            let found = view.records.data(of: RRsetKey(owner, .tlsa))
            return areWithdrawn ? found.isDisjoint(with: data) : found.isSuperset(of: data)
        }
    }

    private func formerChanges(in view: ZoneView) -> [UpdateRequest.Change] {
        let ours = Set(places.flatMap(\.associations))
        return formerOwners.flatMap { owner in
            view.records.data(of: RRsetKey(owner, .tlsa)).intersection(ours).sorted().map { .delete(owner, $0) }
        }
    }

    private var formerOwners: [DomainName] {
        guard let target = places.first?.location.target else { return [] }
        return formerPorts.sorted().compactMap { try? CertificatePin.owner(target: target, port: $0) }
            .filter { wanted[$0] == nil }
    }

    private var ttl: UInt32 { places.map(\.name.ttl).min() ?? 0 }

    /// Several names may be at one port.
    private var wanted: [DomainName: Set<RecordData>] {
        places.reduce(into: [:]) { wanted, place in
            guard let owner = place.associationOwner, !place.associations.isEmpty else { return }
            wanted[owner, default: []].formUnion(place.associations)
        }
    }
}

extension RecordData {
    fileprivate var bindsToKey: Bool {
        if case .tlsa(let association) = self { CertificatePin(association) != nil } else { false }
    }
}

extension Collection<RecordData> {
    fileprivate func sorted() -> [RecordData] { sorted { $0.description < $1.description } }
}
