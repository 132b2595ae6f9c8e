import DNSCore

/// A zone's leases as a zone of their own, `_lease.` before its name: so whoever may transfer the zone learns them by plain
/// DNS.
///
/// At `<owner relative to the zone>._lease.<zone>` there is a TXT record for each leased record: `record=SRV 10 60 8080
/// web1.svc.internal.` (cut at 255 bytes), `expires=<seconds since 1970>`, `granted=<seconds>`, and `key=<name>` where one
/// signed.
struct LeaseZone: Sendable {
    private(set) var zone: Zone
    private let parent: DomainName

    static func apex(of zone: DomainName) -> DomainName? { try? zone.prepending("_lease".utf8) }

    /// - Parameter serial: that of the latest change of any lease.
    /// - Returns: nil for a zone whose name is too long.
    init?(of parent: ZoneContents, _ table: LeaseTable, serial: Serial) {
        guard let apex = Self.apex(of: parent.apex) else { return nil }
        self.parent = parent.apex
        var contents = ZoneContents(apex: apex)
        if var soa = parent.soa, let ttl = parent.rrset(.soa, at: parent.apex)?.ttl {
            soa.serial = serial
            if let rrset = RRset(.soa, ttl: ttl, [.soa(soa)]) { contents.put(rrset, at: apex) }
        }
        if let servers = parent.rrset(.ns, at: parent.apex) { contents.put(servers, at: apex) }
        for owner in table.owners {
            if let name = Self.name(of: owner, in: parent.apex, apex), let rrset = Self.rrset(table.leases(at: owner)) {
                contents.put(rrset, at: name)
            }
        }
        zone = Zone(contents)
    }

    /// Follows what has changed at some names.
    mutating func follow(_ owners: some Sequence<DomainName>, _ table: LeaseTable, serial: Serial) {
        var (deletions, additions): ([ResourceRecord], [ResourceRecord]) = ([], [])
        for owner in owners {
            guard let name = Self.name(of: owner, in: parent, zone.apex) else { continue }
            let (old, new) = (zone.contents.rrset(.txt, at: name), Self.rrset(table.leases(at: owner)))
            deletions += old?.records(at: name, missingIn: new) ?? []
            additions += new?.records(at: name, missingIn: old) ?? []
            if let new { zone.contents.put(new, at: name) } else { zone.contents.remove(.txt, at: name) }
        }
        guard let soa = zone.contents.soa, let rrset = zone.contents.rrset(.soa, at: zone.apex) else { return }
        var next = soa
        next.serial = serial
        if let rrset = RRset(.soa, ttl: rrset.ttl, [.soa(next)]) { zone.contents.put(rrset, at: zone.apex) }
        deletions.insert(ResourceRecord(name: zone.apex, ttl: rrset.ttl, data: .soa(soa)), at: 0)
        additions.insert(ResourceRecord(name: zone.apex, ttl: rrset.ttl, data: .soa(next)), at: 0)
        zone.history.append(
            ZoneChange(from: soa.serial, to: serial, deletions: deletions, additions: additions))
    }

    private static func name(of owner: DomainName, in parent: DomainName, _ apex: DomainName) -> DomainName? {
        let own = owner.wire.dropLast(parent.wire.count)
        return try? DomainName(wire: Array(own + apex.wire))
    }

    private static func rrset(_ leases: [Lease]) -> RRset? {
        RRset(.txt, ttl: 0, leases.map { .txt(TextStrings(strings(of: $0))) })
    }

    private static func strings(of lease: Lease) -> [[UInt8]] {
        let texts = [
            "record=\(lease.data.type) \(lease.data)", "expires=\(lease.expires)", "granted=\(lease.granted)",
        ]
        return (texts + (lease.key.map { ["key=\($0)"] } ?? [])).map { Array($0.utf8.prefix(255)) }
    }
}
