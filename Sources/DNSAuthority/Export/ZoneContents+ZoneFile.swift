import DNSCore

extension ZoneContents {
    /// Writes the zone as a master file: the SOA, what else the apex has, then name after name in canonical order.
    package func writeZoneFile(to output: inout some TextOutputStream) {
        var writer = ZoneFileWriter(zone: apex, defaultTTL: mostFrequentTTL)
        var names: [DomainName] = []
        names.reserveCapacity(nameCount)
        forEachName { name, _ in names.append(name) }
        names.sort()
        for name in names {
            for rrset in (rrsets(at: name) ?? []).sorted(by: Self.goesBefore) {
                for data in rrset.data {
                    writer.write(ResourceRecord(name: name, ttl: rrset.ttl, data: data), to: &output)
                }
            }
        }
    }

    /// The SOA first, then NS, then by number.
    private static func goesBefore(_ a: RRset, _ b: RRset) -> Bool {
        func rank(_ type: RecordType) -> Int { type == .soa ? 0 : type == .ns ? 1 : 2 + Int(type.rawValue) }
        return rank(a.type) < rank(b.type)
    }

    /// Seconds; of two that are as frequent, the smaller.
    private var mostFrequentTTL: UInt32 {
        var counts: [UInt32: Int] = [:]
        forEachName { _, rrsets in for rrset in rrsets { counts[rrset.ttl, default: 0] += rrset.count } }
        let most = counts.max { a, b in (a.value, b.key) < (b.value, a.key) }
        return most?.key ?? 0
    }
}
