import DNSCore

/// What a zone has for a name and a type (RFC 1034 section 4.3.2 step 3).
enum Finding {
    case data(RRset)
    /// A CNAME where another type was asked for.
    case alias(RRset, target: DomainName)
    /// The NS records of a zone cut at the name or above it.
    case referral(RRset, at: DomainName)
    case noData
    case noName
}

extension ZoneContents {
    /// - Parameter name: The apex or a name below it.
    func find(_ type: RecordType, at name: DomainName) -> Finding {
        if delegationCount > 0, let (servers, cut) = delegation(of: name, type) { return .referral(servers, at: cut) }
        if let rrsets = rrsets(at: name) { return Self.finding(type, among: rrsets) }
        // An existing name, with records or not, keeps a wildcard above it from what lies below it (RFC 4592 section 3.3.1).
        guard let wildcard = try? closestEncloser(of: name).prepending(CollectionOfOne(UInt8(ascii: "*"))),
            let rrsets = rrsets(at: wildcard)
        else { return .noName }
        return Self.finding(type, among: rrsets)
    }

    private static func finding(_ type: RecordType, among rrsets: [RRset]) -> Finding {
        // One RRset is enough of an answer to ANY (RFC 8482 section 4.1).
        if type == .any { return rrsets.first.map(Finding.data) ?? .noData }
        for rrset in rrsets where rrset.type == type { return .data(rrset) }
        for rrset in rrsets where rrset.type == .cname {
            if case .cname(let target)? = rrset.data.first { return .alias(rrset, target: target) }
        }
        return .noData
    }

    /// The uppermost zone cut at a name or above it. The DS records at a cut are this side's (RFC 4035 section 3.1.4.1).
    private func delegation(of name: DomainName, _ type: RecordType) -> (servers: RRset, cut: DomainName)? {
        let labelCount = name.labelCount
        var depth = apex.labelCount + 1
        while depth <= labelCount, type != .ds || depth < labelCount {
            let cut = name.ancestor(labelCount: depth)
            guard let rrsets = rrsets(at: cut) else { return nil }
            if let servers = rrsets.first(where: { $0.type == .ns }) { return (servers, cut) }
            depth += 1
        }
        return nil
    }

    /// The longest name above one that does not exist (RFC 4592 section 3.3.1). Found by halving: all names above an existing
    /// one exist.
    private func closestEncloser(of name: DomainName) -> DomainName {
        var (existing, missing) = (apex.labelCount, name.labelCount)
        while missing - existing > 1 {
            let middle = (existing + missing) / 2
            if rrsets(at: name.ancestor(labelCount: middle)) != nil { existing = middle } else { missing = middle }
        }
        return name.ancestor(labelCount: existing)
    }
}
