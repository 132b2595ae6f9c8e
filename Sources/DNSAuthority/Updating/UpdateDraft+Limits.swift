import DNSCore

extension UpdateDraft {
    /// Whether a zone that the draft is of may grow as it says.
    func check(
        _ limits: ZoneLimits, _ permission: UpdatePermission, in contents: ZoneContents
    ) throws(UpdateRefusal) {
        var growth = Growth()
        forEachDifference { name, old, new in growth.count(name, old, new, permission, limits) }
        if let tooLarge = growth.tooLarge {
            throw UpdateRefusal(.refused, "\(tooLarge) would not fit into an answer any more")
        }
        if growth.records > 0, contents.recordCount + growth.records > limits.mostRecords {
            throw UpdateRefusal(.refused, "the zone may have \(limits.mostRecords) records")
        }
        if growth.bytes > 0, contents.byteCount + growth.bytes > limits.mostBytes {
            throw UpdateRefusal(.refused, "the zone may have \(limits.mostBytes) bytes")
        }
        try checkOwn(growth, limits, permission, in: contents)
    }

    private func checkOwn(
        _ growth: Growth, _ limits: ZoneLimits, _ permission: UpdatePermission, in contents: ZoneContents
    ) throws(UpdateRefusal) {
        guard let own = permission.ownName else { return }
        let moreNames = ownNameCount(permission, after) - ownNameCount(permission, before)
        if moreNames > 0, contents.childCount(of: own) + moreNames > limits.mostNamesPerKey {
            throw UpdateRefusal(.refused, "a key may have \(limits.mostNamesPerKey) names")
        }
        guard let most = permission.mostRecords, growth.ownRecords > 0 else { return }
        if ownRecordCount(permission, in: contents) + growth.ownRecords > most {
            throw UpdateRefusal(.refused, "the key may have \(most) records")
        }
    }

    private func ownNameCount(_ permission: UpdatePermission, _ rrsets: [DomainName: [RRset]]) -> Int {
        names.count { !(rrsets[$0] ?? []).isEmpty && permission.owns($0) }
    }

    private func ownRecordCount(_ permission: UpdatePermission, in contents: ZoneContents) -> Int {
        guard let own = permission.ownName else { return contents.recordCount }
        guard contents.childCount(of: own) > 0 else { return contents.rrsets(at: own)?.recordCount ?? 0 }
        var count = 0
        contents.forEachName { name, rrsets in if permission.owns(name) { count += rrsets.recordCount } }
        return count
    }
}

/// What a draft adds to a zone.
private struct Growth {
    var records = 0
    var bytes = 0
    /// At names that the requester owns.
    var ownRecords = 0
    /// An RRset that grows beyond what may be.
    var tooLarge: String?

    mutating func count(
        _ name: DomainName, _ old: RRset?, _ new: RRset?, _ permission: UpdatePermission, _ limits: ZoneLimits
    ) {
        let more = (new?.count ?? 0) - (old?.count ?? 0)
        records += more
        bytes += (new?.byteCount(at: name) ?? 0) - (old?.byteCount(at: name) ?? 0)
        if permission.owns(name) { ownRecords += more }
        // In an answer the owner is a pointer of two bytes, before ten of fixed length and the data.
        if let new, new.packed.count + 10 * new.count > limits.mostRRsetBytes, new.packed.count > old?.packed.count ?? 0
        {
            tooLarge = "\(name) \(new.type)"
        }
    }
}

extension [RRset] {
    fileprivate var recordCount: Int { reduce(0) { $0 + $1.count } }
}
