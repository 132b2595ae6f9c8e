import DNSCore

/// One zone's records, joined into services and instances: the compact store of a million instances.
///
/// A value: a copy is a snapshot and costs next to nothing, since the tables are copied chunk by chunk as they are written.
package struct Catalog: Sendable {
    /// A service: the SRV records at its name, and those at the DNS-SD instance names below it.
    struct ServiceRow: Sendable {
        var name: NameID
        var firstInstanceName = NameID.none
        var instanceCount: UInt32 = 0
        /// Whether it stands in `servicesByName`.
        var isListed = false
    }

    package let apex: DomainName
    package internal(set) var soa: StartOfAuthority?
    var names = NameTable()
    var rows = ChunkedArray<RecordRow>()
    /// By row.
    var referrers = ChunkedArray<Referrer>()
    var data = ByteArena()
    var services = ChunkedArray<ServiceRow>()
    var index: RecordIndex?
    var freeRows: [RowID] = []
    /// Services with at least one instance, by name as people read it.
    package internal(set) var servicesByName: [ServiceID] = []
    /// Services that have gained a first or lost a last instance since `servicesByName` was made.
    var relisted: [ServiceID] = []
    /// SRV records.
    package internal(set) var instanceCount = 0
    /// Records in `rows`.
    var keptRecordCount = 0
    /// Records of types that the catalog has no use for.
    var otherRecordCount = 0
    /// TLSA records.
    var certificateRecordCount = 0

    package init(apex: DomainName) {
        self.apex = apex
    }

    /// Whether most of the names and data in it belong to records that are long gone, and there is much of them: names are
    /// never freed one by one, so it is better read anew.
    package var isWorn: Bool {
        names.count / 4 > keptRecordCount + (1 << 14) || data.count / 1024 > keptRecordCount + (1 << 14)
    }

    package var serviceCount: Int { servicesByName.count }

    /// Records of every type, the SOA not counted.
    package var recordCount: Int { keptRecordCount + otherRecordCount }

    /// One more than the largest number that an instance has had: the size of a table by instance.
    package var instanceCapacity: Int { rows.count }
    package var serviceCapacity: Int { services.count }
}

// MARK: - Reading

extension Catalog {
    package func name(of service: ServiceID) -> DomainName { names.name(services[service.index].name) }

    package func instanceCount(of service: ServiceID) -> Int { Int(services[service.index].instanceCount) }

    package func service(of instance: InstanceID) -> ServiceID {
        names[names.folded(rows[instance.row.index].owner)].service
    }

    package func service(named name: DomainName) -> ServiceID? {
        guard let id = names.find(name), names[id].service != .none else { return nil }
        let service = names[id].service
        return services[service.index].name == id || names.folded(services[service.index].name) == id ? service : nil
    }

    /// Every instance of a service: those at its own name, then those of DNS-SD. In no particular order.
    package func forEachInstance(of service: ServiceID, _ body: (InstanceID) -> Void) {
        let row = services[service.index]
        forEachRecord(at: names.folded(row.name), .srv) { body(InstanceID($0)) }
        var name = row.firstInstanceName
        while name != .none {
            forEachRecord(at: name, .srv) { body(InstanceID($0)) }
            name = names[name].nextInstanceName
        }
    }

    package func instances(of service: ServiceID) -> [InstanceID] {
        var all: [InstanceID] = []
        all.reserveCapacity(instanceCount(of: service))
        forEachInstance(of: service) { all.append($0) }
        return all
    }

    /// The instances of the same RRset: those that a client chooses among (RFC 2782).
    package func siblings(of instance: InstanceID) -> [InstanceID] {
        var all: [InstanceID] = []
        forEachRecord(at: names.folded(rows[instance.row.index].owner), .srv) { all.append(InstanceID($0)) }
        return all
    }

    package func forEachInstance(_ body: (InstanceID) -> Void) {
        for index in 0..<rows.count where rows[index].isLive && rows[index].type == .srv {
            body(InstanceID(rawValue: UInt32(index)))
        }
    }

    /// Whether the record is in the zone now.
    package func isRegistered(_ instance: InstanceID) -> Bool {
        instance.row.index < rows.count && rows[instance.row.index].isLive
    }

    package func location(of instance: InstanceID) -> (priority: UInt16, weight: UInt16, port: UInt16) {
        let row = rows[instance.row.index]
        return (row.priority, row.weight, row.port)
    }

    package func ttl(of instance: InstanceID) -> UInt32 { rows[instance.row.index].ttl }

    package func target(of instance: InstanceID) -> DomainName { names.name(rows[instance.row.index].target) }

    package func owner(of instance: InstanceID) -> DomainName { names.name(rows[instance.row.index].owner) }

    /// The instance with its addresses and TXT records, built for showing: not for a loop over the zone.
    package func instance(_ id: InstanceID) -> Instance {
        let row = rows[id.row.index]
        let owner = names.name(row.owner)
        let service = name(of: service(of: id))
        return Instance(
            service: service, owner: owner, label: owner == service ? nil : firstLabel(of: owner),
            priority: row.priority, weight: row.weight, port: row.port, target: names.name(row.target), ttl: row.ttl,
            addresses: addresses(at: row.target), texts: texts(at: row.owner))
    }

    /// The DNS-SD label as the user typed it: UTF-8, with what is not UTF-8 replaced.
    private func firstLabel(of owner: DomainName) -> String? {
        var labels = owner.labels
        return labels.next().map { String(decoding: $0, as: UTF8.self) }
    }

    package func addresses(of name: DomainName) -> [IPAddress] { names.find(name).map { addresses(at: $0) } ?? [] }

    package func addresses(ofTargetOf instance: InstanceID) -> [IPAddress] {
        addresses(at: rows[instance.row.index].target)
    }

    func addresses(at name: NameID) -> [IPAddress] {
        var found: [IPAddress] = []
        forEachRecord(at: names.folded(name)) { id, row in
            if row.type == .a {
                found.append(.v4(IPv4Address(rawValue: row.value)))
            } else if row.type == .aaaa {
                withData(of: row) { found.append(.v6(IPv6Address(bytes: $0))) }
            }
        }
        return found
    }

    func texts(at name: NameID) -> [TextStrings] {
        var found: [TextStrings] = []
        forEachRecord(at: names.folded(name)) { _, row in
            guard row.type == .txt else { return }
            withData(of: row) { found.append(TextStrings(splitting: $0)) }
        }
        return found
    }

    package var nameServers: [DomainName] {
        guard let apexID = names.find(apex) else { return [] }
        var found: [DomainName] = []
        forEachRecord(at: apexID) { _, row in
            if row.type == .ns { found.append(names.name(row.target)) }
        }
        return found
    }

    func withData<R>(of row: RecordRow, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        data.withBytes(at: row.value, count: Int(row.port), body)
    }

    /// The records at a name but for its SRV records.
    func forEachRecord(at folded: NameID, _ body: (RowID, RecordRow) -> Void) {
        forEachRecord(from: names[folded].firstRecord, body)
    }

    func forEachRecord(at folded: NameID, _ type: RecordType, _ body: (RowID) -> Void) {
        forEachRecord(from: names[folded][type]) { id, row in
            if row.type == type { body(id) }
        }
    }

    private func forEachRecord(from first: RowID, _ body: (RowID, RecordRow) -> Void) {
        var id = first
        while id != .none {
            let row = rows[id.index]
            body(id, row)
            id = row.next
        }
    }
}

extension IPv6Address {
    init(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else {
            self.init(high: 0, low: 0)
            return
        }
        self.init(
            high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}

extension TextStrings {
    /// The character-strings of RDATA that has been checked when it was stored.
    init(splitting rdata: UnsafeRawBufferPointer) {
        var strings: [[UInt8]] = []
        var position = 0
        while position < rdata.count {
            let end = min(rdata.count, position + 1 + Int(rdata[position]))
            strings.append(Array(rdata[(position + 1)..<end]))
            position = end
        }
        self.init(strings)
    }
}
