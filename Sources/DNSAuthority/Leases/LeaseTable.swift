import DNSCore

/// The leases of a zone: by owner, and by the second in which they end.
///
/// It remembers what it was until it is told that that is past: it may have a million leases, and is not copied.
package struct LeaseTable: Sendable {
    private var leases: [DomainName: [Lease]] = [:]
    private var ends: [UInt64: Set<DomainName>] = [:]
    private var lastNumber: Int64 = 0
    package private(set) var count = 0
    /// What was at the owners that have been touched since `settle`.
    private(set) var before: [DomainName: [Lease]] = [:]

    package init(_ leases: some Sequence<Lease> = []) {
        for lease in leases {
            lastNumber = max(lastNumber, lease.number)
            insert(lease)
        }
        settle()
    }

    package func leases(at owner: DomainName) -> [Lease] { leases[owner] ?? [] }

    package var owners: some Sequence<DomainName> { leases.keys }

    /// Those that have ended.
    package func ended(by seconds: UInt64) -> [Lease] {
        let owners = ends.filter { $0.key <= seconds }.values.reduce(into: Set()) { $0.formUnion($1) }
        return owners.sorted().flatMap { leases(at: $0).filter { $0.expires <= seconds } }
    }

    // MARK: - Changing

    /// Gives a record a lease, or a new end to the one that it has.
    mutating func grant(_ data: RecordData, at owner: DomainName, _ grant: LeaseGrant) {
        let granted = grant.option.duration(of: data)
        let old = leases(at: owner).first { $0.data == data }
        if let old { remove(old) } else { lastNumber &+= 1 }
        insert(
            Lease(
                number: old?.number ?? lastNumber, owner: owner, data: data, expires: grant.start &+ UInt64(granted),
                granted: granted, key: grant.key))
    }

    mutating func removeAll(at owner: DomainName, where isToGo: (Lease) -> Bool) {
        for lease in leases(at: owner) where isToGo(lease) { remove(lease) }
    }

    private mutating func insert(_ lease: Lease) {
        note(lease.owner)
        leases[lease.owner, default: []].append(lease)
        ends[lease.expires, default: []].insert(lease.owner)
        count += 1
    }

    private mutating func remove(_ lease: Lease) {
        note(lease.owner)
        guard let place = leases[lease.owner]?.firstIndex(where: { $0.number == lease.number }) else { return }
        leases[lease.owner]?.remove(at: place)
        count -= 1
        let rest = leases(at: lease.owner)
        if rest.isEmpty { leases[lease.owner] = nil }
        guard !rest.contains(where: { $0.expires == lease.expires }) else { return }
        ends[lease.expires]?.remove(lease.owner)
        if ends[lease.expires]?.isEmpty ?? false { ends[lease.expires] = nil }
    }

    // MARK: - Being sure

    private mutating func note(_ owner: DomainName) {
        if before[owner] == nil { before[owner] = leases(at: owner) }
    }

    /// What it is now is what it was from now on.
    mutating func settle() { before = [:] }

    /// Goes back to what it was.
    mutating func rollBack() {
        for (owner, old) in before {
            for lease in leases(at: owner) { remove(lease) }
            for lease in old { insert(lease) }
        }
        settle()
    }

    /// What has changed since `settle`, by number; nil for what is gone.
    var differences: [Int64: Lease?] {
        var differences: [Int64: Lease?] = [:]
        for (owner, old) in before {
            let new = leases(at: owner)
            for lease in old { differences[lease.number] = .some(nil) }
            for lease in new { differences[lease.number] = lease }
            for lease in old where new.contains(lease) { differences[lease.number] = nil }
        }
        return differences
    }
}
