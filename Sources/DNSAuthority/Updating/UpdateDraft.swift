import DNSCore

/// The names that an update speaks of, with all RRsets at each: as they are, and as they are to be.
struct UpdateDraft {
    let apex: DomainName
    /// Each once, in the order in which they are first spoken of.
    let names: [DomainName]
    let before: [DomainName: [RRset]]
    private(set) var after: [DomainName: [RRset]]

    init(_ changes: [UpdateRequest.Change], of contents: ZoneContents) {
        apex = contents.apex
        var names: [DomainName] = []
        var rrsets: [DomainName: [RRset]] = [:]
        for name in [contents.apex] + changes.map(\.name) where rrsets[name] == nil {
            names.append(name)
            rrsets[name] = contents.rrsets(at: name) ?? []
        }
        self.names = names
        before = rrsets
        after = rrsets
    }

    func rrset(_ type: RecordType, at name: DomainName) -> RRset? { after[name]?.first { $0.type == type } }

    mutating func put(_ rrset: RRset, at name: DomainName) {
        if let place = after[name]?.firstIndex(where: { $0.type == rrset.type }) {
            after[name]?[place] = rrset
        } else {
            after[name, default: []].append(rrset)
        }
    }

    mutating func removeRRsets(at name: DomainName, where isToGo: (RecordType) -> Bool) {
        after[name]?.removeAll { isToGo($0.type) }
    }

    /// Every RRset that is not what it was, its old and its new form: nil where there is none.
    func forEachDifference(_ body: (DomainName, RRset?, RRset?) -> Void) {
        for name in names {
            let (old, new) = (before[name] ?? [], after[name] ?? [])
            for rrset in old {
                let successor = new.first { $0.type == rrset.type }
                if successor != rrset { body(name, rrset, successor) }
            }
            for rrset in new where !old.contains(where: { $0.type == rrset.type }) { body(name, nil, rrset) }
        }
    }

    func apply(to contents: inout ZoneContents) {
        forEachDifference { name, old, new in
            if let new {
                contents.put(new, at: name)
            } else if let old {
                contents.remove(old.type, at: name)
            }
        }
    }
}
