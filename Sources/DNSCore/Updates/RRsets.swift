/// Some RRsets of a zone, and what an UPDATE does to them (RFC 2136 section 3.4.2).
package struct RRsets: Hashable, Sendable {
    /// An RRset has one TTL (RFC 2181 section 5.2): a record that is added brings its own to all of them.
    private var records: [RRsetKey: [ResourceRecord]] = [:]

    package init() {}

    package init(_ records: some Sequence<ResourceRecord>) {
        for record in records { self[RRsetKey(record.name, record.type)].append(record) }
    }

    /// Empty for an RRset that is not there, or not known of.
    package subscript(key: RRsetKey) -> [ResourceRecord] {
        get { records[key] ?? [] }
        set { records[key] = newValue.isEmpty ? nil : newValue }
    }

    package var all: [ResourceRecord] { records.values.flatMap { $0 } }

    package func data(of key: RRsetKey) -> Set<RecordData> { Set(self[key].lazy.map(\.data)) }

    package mutating func apply(_ change: UpdateRequest.Change) {
        switch change {
        case .add(let name, let ttl, let data):
            let key = RRsetKey(name, data.type)
            var rrset = self[key].map { ResourceRecord(name: $0.name, ttl: ttl, data: $0.data) }
            if !rrset.contains(where: { $0.data == data }) {
                rrset.append(ResourceRecord(name: name, ttl: ttl, data: data))
            }
            self[key] = rrset
        case .delete(let name, let data):
            self[RRsetKey(name, data.type)].removeAll { $0.data == data }
        case .deleteRRset(let name, let type):
            self[RRsetKey(name, type)] = []
        case .deleteAll(let name):
            for key in records.keys where key.name == name { self[key] = [] }
        }
    }

    package mutating func apply(_ changes: some Sequence<UpdateRequest.Change>) {
        for change in changes { apply(change) }
    }

    /// Whether a prerequisite holds for what is known (RFC 2136 section 3.2.5).
    package func satisfies(_ prerequisite: Prerequisite) -> Bool {
        switch prerequisite {
        case .exists(let name, let type): !self[RRsetKey(name, type)].isEmpty
        case .doesNotExist(let name, let type): self[RRsetKey(name, type)].isEmpty
        case .equals(let name, let data):
            data.first.map { self.data(of: RRsetKey(name, $0.type)) == Set(data) } ?? false
        case .nameInUse(let name): records.keys.contains { $0.name == name }
        case .nameNotInUse(let name): !records.keys.contains { $0.name == name }
        }
    }

    /// That an RRset is what it is here, whatever its TTL (RFC 2136 section 2.4.2).
    package func prerequisite(_ key: RRsetKey) -> Prerequisite {
        let rrset = self[key]
        return rrset.isEmpty ? .doesNotExist(key.name, key.type) : .equals(key.name, rrset.map(\.data))
    }
}
