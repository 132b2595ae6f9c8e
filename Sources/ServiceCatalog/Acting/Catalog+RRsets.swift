import DNSCore

extension Catalog {
    /// The records of one type at a name in the order in which the zone has them, each exactly as an UPDATE has to name it.
    /// Of types that the catalog does not keep, there are none.
    package func records(_ key: RRsetKey) -> [ResourceRecord] {
        guard let name = names.find(key.name) else { return [] }
        var found: [ResourceRecord] = []
        forEachRecord(at: name, key.type) { found += record(at: $0) }
        return found.reversed()
    }

    /// The PTR records that lead to a name: how a DNS-SD instance is found, by its service type and by its subtypes (RFC 6763
    /// sections 4.1 and 7.1).
    package func pointers(to name: DomainName) -> [ResourceRecord] {
        referrers(to: name).flatMap { rows[$0.index].type == .ptr ? record(at: $0) : [] }.reversed()
    }

    /// Whether any record but SRV records leads to a name, as far as the catalog knows.
    package func isReferredTo(_ name: DomainName, besidesInstances gone: Set<InstanceID>) -> Bool {
        referrers(to: name).contains { rows[$0.index].type != .srv || !gone.contains(InstanceID($0)) }
    }

    private func referrers(to name: DomainName) -> [RowID] {
        guard let folded = names.find(name) else { return [] }
        var found: [RowID] = []
        var id = names[folded].firstReferrer
        while id != .none {
            found.append(id)
            id = referrers[id.index].next
        }
        return found
    }

    private func record(at id: RowID) -> [ResourceRecord] {
        let row = rows[id.index]
        return data(of: row).map { [ResourceRecord(name: names.name(row.owner), ttl: row.ttl, data: $0)] } ?? []
    }

    private func data(of row: RecordRow) -> RecordData? {
        switch row.type {
        case .srv:
            .srv(
                ServiceLocation(
                    priority: row.priority, weight: row.weight, port: row.port, target: names.name(row.target)))
        case .ptr: .ptr(names.name(row.target))
        case .cname: .cname(names.name(row.target))
        case .ns: .ns(names.name(row.target))
        case .a: .a(IPv4Address(rawValue: row.value))
        case .aaaa: .aaaa(withData(of: row) { IPv6Address(bytes: $0) })
        case .txt: .txt(withData(of: row) { TextStrings(splitting: $0) })
        default: nil
        }
    }
}
