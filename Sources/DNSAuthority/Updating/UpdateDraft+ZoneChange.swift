import DNSCore

extension UpdateDraft {
    /// Brings the draft to its end: where something has changed and no newer SOA came with it, the serial goes up by one
    /// (RFC 2136 section 3.6).
    /// - Returns: nil where nothing has changed.
    mutating func finish() throws(UpdateRefusal) -> ZoneChange? {
        guard let oldSOA = before[apex]?.first(where: { $0.type == .soa }), case .soa(let old)? = oldSOA.data.first
        else {
            throw UpdateRefusal(.serverFailure, "the zone has no SOA")
        }
        var (deletions, additions) = differences()
        let bringsSOA = rrset(.soa, at: apex) != oldSOA
        guard bringsSOA || !deletions.isEmpty || !additions.isEmpty else { return nil }
        if !bringsSOA { putSuccessor(of: old, ttl: oldSOA.ttl) }
        guard let newSOA = rrset(.soa, at: apex), let new = soa else {
            throw UpdateRefusal(.serverFailure, "the zone would have no SOA")
        }
        deletions.insert(ResourceRecord(name: apex, ttl: oldSOA.ttl, data: .soa(old)), at: 0)
        additions.insert(ResourceRecord(name: apex, ttl: newSOA.ttl, data: .soa(new)), at: 0)
        return ZoneChange(from: old.serial, to: new.serial, deletions: deletions, additions: additions)
    }

    private mutating func putSuccessor(of soa: StartOfAuthority, ttl: UInt32) {
        var next = soa
        next.serial = soa.serial.successor
        if let rrset = RRset(.soa, ttl: ttl, [.soa(next)]) { put(rrset, at: apex) }
    }

    /// All but the SOA.
    private func differences() -> (deletions: [ResourceRecord], additions: [ResourceRecord]) {
        var (deletions, additions): ([ResourceRecord], [ResourceRecord]) = ([], [])
        forEachDifference { name, old, new in
            guard (old ?? new)?.type != .soa else { return }
            deletions += old?.records(at: name, missingIn: new) ?? []
            additions += new?.records(at: name, missingIn: old) ?? []
        }
        return (deletions, additions)
    }
}

extension RRset {
    /// All of them where the TTLs differ: a record is another with another TTL.
    func records(at name: DomainName, missingIn other: RRset?) -> [ResourceRecord] {
        let others = other.map { $0.ttl == ttl ? Set($0.data) : [] } ?? []
        return data.filter { !others.contains($0) }.map { ResourceRecord(name: name, ttl: ttl, data: $0) }
    }
}
