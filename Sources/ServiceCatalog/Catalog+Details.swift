import DNSCore

extension Catalog {
    /// An instance with the addresses and texts among the first `limit` records at its names: a name may have a million, and
    /// a screen has to be drawn.
    package func instance(_ id: InstanceID, lookingAt limit: Int) -> Instance {
        let row = rows[id.row.index]
        var texts: [TextStrings] = []
        forEachRecord(.txt, at: row.owner, first: limit) { row, _ in
            if row.type == .txt { withData(of: row) { texts.append(TextStrings(splitting: $0)) } }
        }
        var addresses: [IPAddress] = []
        forEachRecord(.a, at: row.target, first: limit) { row, _ in
            switch row.type {
            case .a: addresses.append(.v4(IPv4Address(rawValue: row.value)))
            case .aaaa: withData(of: row) { addresses.append(.v6(IPv6Address(bytes: $0))) }
            default: break
            }
        }
        let owner = owner(of: id)
        var labels = owner.labels
        let label = isBrowsed(id) ? labels.next().map { String(decoding: $0, as: UTF8.self) } : nil
        return Instance(
            service: name(of: service(of: id)), owner: owner, label: label, priority: row.priority, weight: row.weight,
            port: row.port, target: target(of: id), ttl: row.ttl, addresses: addresses, texts: texts)
    }

    /// One of the target's addresses in this zone, IPv4 if there is any among the first few.
    package func firstAddress(of instance: InstanceID) -> IPAddress? {
        var found: IPAddress?
        forEachRecord(.a, at: rows[instance.row.index].target, first: 16) { row, _ in
            switch row.type {
            case .a: found = .v4(IPv4Address(rawValue: row.value))
            case .aaaa: found = found ?? withData(of: row) { .v6(IPv6Address(bytes: $0)) }
            default: break
            }
        }
        return found
    }

    /// The first few instances of a service, in no particular order.
    package func instances(of service: ServiceID, first limit: Int) -> [InstanceID] {
        var found: [InstanceID] = []
        let row = services[service.index]
        var name = names.folded(row.name)
        var next = row.firstInstanceName
        var left = limit
        while name != .none, left > 0, found.count < limit {
            forEachRecord(.srv, at: name, first: limit) { _, id in
                if found.count < limit { found.append(InstanceID(id)) }
            }
            name = next
            if next != .none { next = names[next].nextInstanceName }
            left -= 1
        }
        return found
    }

    /// The first records at a name of the list that `type` is in.
    private func forEachRecord(
        _ type: RecordType, at name: NameID, first limit: Int, _ body: (RecordRow, RowID) -> Void
    ) {
        var id = names[names.folded(name)][type]
        var left = limit
        while id != .none, left > 0 {
            let row = rows[id.index]
            body(row, id)
            id = row.next
            left -= 1
        }
    }
}
