import DNSCore

/// All records of a zone, by name.
///
/// A value: a snapshot costs nothing, and the first change after one copies a small part, not the zone. Names that only
/// have names below them exist, too (empty non-terminals, RFC 4592 section 2.2.2).
package struct ZoneContents: Sendable {
    package let apex: DomainName
    /// A power of two of them, so that what a change copies stays small: a few hundred names in a zone of a million.
    private var shards: [Shard]
    package private(set) var recordCount = 0
    /// Names with records.
    package private(set) var nameCount = 0
    /// What all records take without compression (RFC 1035 section 3.2.1).
    package private(set) var byteCount = 0
    /// NS RRsets below the apex. Without any, nobody has to look for a zone cut.
    package private(set) var delegationCount = 0

    fileprivate typealias Shard = [DomainName: Node]

    fileprivate struct Node: Sendable {
        var rrsets: [RRset] = []
        /// Names one label longer that exist.
        var children: UInt32 = 0
        var isEmpty: Bool { rrsets.isEmpty && children == 0 }
    }

    private static let shardCount = 4096

    package init(apex: DomainName) {
        self.apex = apex
        shards = Array(repeating: [:], count: Self.shardCount)
    }

    // MARK: - Looking

    /// All RRsets at a name: none at an empty non-terminal, nil where the name does not exist.
    package func rrsets(at name: DomainName) -> [RRset]? { shards[shard(of: name)][name]?.rrsets }

    package func rrset(_ type: RecordType, at name: DomainName) -> RRset? {
        rrsets(at: name)?.first { $0.type == type }
    }

    /// How many names one label longer exist.
    package func childCount(of name: DomainName) -> Int { Int(shards[shard(of: name)][name]?.children ?? 0) }

    package var soa: StartOfAuthority? {
        guard case .soa(let soa)? = rrset(.soa, at: apex)?.data.first else { return nil }
        return soa
    }

    package var serial: Serial? { soa?.serial }

    /// Every name with records, in no order but the same in equal snapshots.
    package func forEachName(_ body: (DomainName, [RRset]) throws -> Void) rethrows {
        for shard in shards { for (name, node) in shard where !node.rrsets.isEmpty { try body(name, node.rrsets) } }
    }

    /// The same names one after the other, as they are now: a snapshot of its own that takes no memory to speak of.
    package var names: Names { Names(shards) }

    package struct Names: Sequence, IteratorProtocol, Sendable {
        private var shards: ArraySlice<Shard>
        private var shard: Shard = [:]
        private var place: Shard.Index
        /// Nodes that have been looked at ahead, and what was seen there.
        private var seen = (nodes: 0, size: 0)

        fileprivate init(_ shards: [Shard]) {
            self.shards = shards[...]
            place = shard.endIndex
        }

        package mutating func next() -> (name: DomainName, rrsets: [RRset])? {
            while true {
                while place != shard.endIndex {
                    if seen.nodes == 0 { lookAhead() }
                    let (name, node) = shard[place]
                    shard.formIndex(after: &place)
                    seen.nodes -= 1
                    if !node.rrsets.isEmpty { return (name, node.rrsets) }
                }
                guard let next = shards.popFirst() else { return nil }
                (shard, place) = (next, next.startIndex)
            }
        }

        /// Nodes lie anywhere in memory: looked at some at a time, they are waited for together.
        private mutating func lookAhead() {
            var index = place
            while index != shard.endIndex, seen.nodes < 32 {
                let (name, node) = shard[index]
                seen.size &+= name.wire.count &+ node.rrsets.count
                seen.nodes += 1
                shard.formIndex(after: &index)
            }
        }
    }

    // MARK: - Changing

    /// Puts an RRset in the place of the one of its type.
    /// - Precondition: the name is the apex or lies below it.
    package mutating func put(_ rrset: RRset, at name: DomainName) {
        let index = shard(of: name)
        count(rrset, at: name, 1)
        if let place = shards[index][name]?.rrsets.firstIndex(where: { $0.type == rrset.type }) {
            if let old = shards[index][name]?.rrsets[place] { count(old, at: name, -1) }
            shards[index][name]?.rrsets[place] = rrset
            return
        }
        if rrset.type == .ns, name != apex { delegationCount += 1 }
        let isNew = shards[index][name] == nil
        if shards[index][name]?.rrsets.isEmpty ?? true { nameCount += 1 }
        shards[index][name, default: Node()].rrsets.append(rrset)
        if isNew { adopt(name) }
    }

    package mutating func remove(_ type: RecordType, at name: DomainName) {
        let index = shard(of: name)
        guard let place = shards[index][name]?.rrsets.firstIndex(where: { $0.type == type }) else { return }
        if let old = shards[index][name]?.rrsets.remove(at: place) { count(old, at: name, -1) }
        if type == .ns, name != apex { delegationCount -= 1 }
        guard let node = shards[index][name], node.rrsets.isEmpty else { return }
        nameCount -= 1
        if node.isEmpty { abandon(name) }
    }

    private mutating func count(_ rrset: RRset, at name: DomainName, _ sign: Int) {
        recordCount += sign * rrset.count
        byteCount += sign * rrset.byteCount(at: name)
    }

    /// Counts a name that did not exist at the names above it.
    private mutating func adopt(_ name: DomainName) {
        var name = name
        while name != apex, let parent = name.parent {
            let index = shard(of: parent)
            let existed = shards[index][parent] != nil
            shards[index][parent, default: Node()].children += 1
            if existed { return }
            name = parent
        }
    }

    /// Forgets a name at which there is nothing any more, and those above it that were there for its sake.
    private mutating func abandon(_ name: DomainName) {
        var name = name
        shards[shard(of: name)][name] = nil
        while name != apex, let parent = name.parent {
            let index = shard(of: parent)
            guard var node = shards[index][parent] else { return }
            node.children -= min(1, node.children)
            shards[index][parent] = node.isEmpty ? nil : node
            guard node.isEmpty else { return }
            name = parent
        }
    }

    private func shard(of name: DomainName) -> Int { name.hashValue & (Self.shardCount - 1) }
}

// MARK: - Single records

extension ZoneContents {
    /// Adds one record, or gives the RRset that has it its TTL.
    package mutating func insert(_ record: ResourceRecord) {
        guard var rrset = rrset(record.type, at: record.name) else {
            if let rrset = RRset(record.type, ttl: record.ttl, [record.data]) { put(rrset, at: record.name) }
            return
        }
        rrset.ttl = record.ttl
        rrset.insert(record.data)
        put(rrset, at: record.name)
    }

    package mutating func remove(_ record: ResourceRecord) {
        guard let rrset = rrset(record.type, at: record.name) else { return }
        if let rest = rrset.removing(record.data) {
            put(rest, at: record.name)
        } else {
            remove(record.type, at: record.name)
        }
    }
}
