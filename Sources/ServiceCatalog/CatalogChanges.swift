import DNSCore

/// What a transfer changed, seen from the instances.
package struct CatalogChanges: Sendable {
    package struct Replacement: Hashable, Sendable {
        package var old: InstanceID
        package var new: InstanceID
    }

    /// The whole zone came; whether anything in it is different is told by the rest.
    package var isReplacement = false
    package var added: [InstanceID] = []
    /// Still readable in the catalog until reclaimed.
    package var removed: [InstanceID] = []
    /// The same service, target and port with another priority, weight or TTL.
    package var replaced: [Replacement] = []
    /// The TTL alone is new, in place.
    package var retimed: [InstanceID] = []
    /// Targets of instances that have gained or lost an address or alias.
    private var readdressed: Set<NameID> = []
    /// Owners whose TXT records changed.
    private var retexted: Set<NameID> = []
    /// Names whose TLSA records changed: `_port._tcp.target`.
    private var recertified: Set<NameID> = []

    package init() {}

    package var isEmpty: Bool {
        added.isEmpty && removed.isEmpty && replaced.isEmpty && retimed.isEmpty && readdressed.isEmpty
            && retexted.isEmpty && recertified.isEmpty
    }

    /// Changes of every kind; what hangs on a name counts once.
    package var count: Int {
        added.count + removed.count + replaced.count + retimed.count + readdressed.count + retexted.count
            + recertified.count
    }

    /// Instances whose target's addresses are not what they were.
    package func readdressed(in catalog: Catalog) -> [InstanceID] {
        readdressed.flatMap { catalog.referrers(of: $0) }
    }

    package func retexted(in catalog: Catalog) -> [InstanceID] {
        var found: [InstanceID] = []
        for owner in retexted { catalog.forEachRecord(at: owner, .srv) { found.append(InstanceID($0)) } }
        return found
    }

    /// Instances whose service's certificate is to be another.
    package func recertified(in catalog: Catalog) -> [InstanceID] {
        recertified.flatMap { name -> [InstanceID] in
            // `_port._proto`, then the target.
            guard let proto = catalog.names.name(name).parent, let host = proto.parent,
                let target = catalog.names.find(host)
            else { return [] }
            var labels = catalog.names.name(name).labels
            let port = labels.next().flatMap { UInt16(String(decoding: $0.dropFirst(), as: UTF8.self)) }
            return catalog.referrers(of: target).filter { catalog.rows[$0.row.index].port == port }
        }
    }

    mutating func noteAdded(_ row: RowID, in catalog: Catalog) {
        if catalog.rows[row.index].type == .srv {
            added.append(InstanceID(row))
        } else {
            noteOther(row, in: catalog)
        }
    }

    mutating func noteRemoved(_ row: RowID, in catalog: Catalog) {
        if catalog.rows[row.index].type == .srv {
            removed.append(InstanceID(row))
        } else {
            noteOther(row, in: catalog)
        }
    }

    mutating func noteTTL(_ row: RowID, _ type: RecordType) {
        if type == .srv { retimed.append(InstanceID(row)) }
    }

    private mutating func noteOther(_ row: RowID, in catalog: Catalog) {
        let owner = catalog.names.folded(catalog.rows[row.index].owner)
        switch catalog.rows[row.index].type {
        case .a, .aaaa, .cname: readdressed.insert(owner)
        case .txt: retexted.insert(owner)
        case .tlsa: recertified.insert(owner)
        default: break
        }
    }

    /// Takes what left and came back as itself for a change: an instance is its owner, target and port.
    mutating func pair(in catalog: Catalog) {
        guard !added.isEmpty, !removed.isEmpty else { return }
        struct Key: Hashable {
            var owner, target: NameID
            var port: UInt16
        }
        let key = { (id: InstanceID) in
            let row = catalog.rows[id.row.index]
            return Key(
                owner: catalog.names.folded(row.owner), target: catalog.names.folded(row.target), port: row.port)
        }
        var gone: [Key: [InstanceID]] = [:]
        for id in removed { gone[key(id), default: []].append(id) }
        added.removeAll { id in
            guard let old = gone[key(id)]?.popLast() else { return false }
            replaced.append(Replacement(old: old, new: id))
            return true
        }
        let paired = Set(replaced.map(\.old))
        removed.removeAll { paired.contains($0) }
    }
}

extension Catalog {
    /// Instances whose SRV record points to a name.
    func referrers(of target: NameID) -> [InstanceID] {
        var found: [InstanceID] = []
        var id = names[names.folded(target)].firstReferrer
        while id != .none {
            if rows[id.index].type == .srv { found.append(InstanceID(id)) }
            id = referrers[id.index].next
        }
        return found
    }

    package func instances(withTarget target: DomainName) -> [InstanceID] {
        names.find(target).map { referrers(of: $0) } ?? []
    }
}

extension Catalog {
    /// Whether a row of the store is an SRV record that the zone holds now.
    package func isInstance(_ instance: InstanceID) -> Bool {
        isRegistered(instance) && rows[instance.row.index].type == .srv
    }

    /// Whether a number stands for an SRV record, of the zone or gone from it.
    package func isReadable(_ instance: InstanceID) -> Bool {
        guard instance.row.index < rows.count else { return false }
        let row = rows[instance.row.index]
        return row.type == .srv && row.state != .free
    }

    /// Whether two records stand for the same instance: owner, target and port.
    package func isSameInstance(_ a: InstanceID, _ b: InstanceID) -> Bool {
        let x = rows[a.row.index]
        let y = rows[b.row.index]
        return x.port == y.port && names.folded(x.owner) == names.folded(y.owner)
            && names.folded(x.target) == names.folded(y.target)
    }

    /// What became different between two records of the same instance: `weight 10 to 0, TTL 60 to 30`.
    package func difference(_ old: InstanceID, _ new: InstanceID) -> String {
        let x = rows[old.row.index]
        let y = rows[new.row.index]
        var parts: [String] = []
        if x.priority != y.priority { parts.append("priority \(x.priority) to \(y.priority)") }
        if x.weight != y.weight { parts.append("weight \(x.weight) to \(y.weight)") }
        if x.ttl != y.ttl { parts.append("TTL \(x.ttl) to \(y.ttl)") }
        return parts.isEmpty ? "case of its names" : parts.joined(separator: ", ")
    }
}
