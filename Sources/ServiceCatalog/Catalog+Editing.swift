import DNSCore
import Glibc

/// A record that has been read but not stored: its names are interned, its data still lies in the message.
struct NewRecord {
    var owner: NameID
    var type: RecordType
    var ttl: UInt32
    var value: UInt32 = 0
    var priority: UInt16 = 0
    var weight: UInt16 = 0
    var port: UInt16 = 0
    /// What goes to the arena, for the types that keep their RDATA whole.
    var bytes: UnsafeRawBufferPointer?
}

extension Catalog {
    /// Puts a record in, without asking whether it is there already.
    mutating func insert(_ record: NewRecord) throws(WireError) -> RowID {
        var row = RecordRow(
            owner: record.owner, ttl: record.ttl, value: record.value, priority: record.priority,
            weight: record.weight, port: record.port, type: record.type)
        if let bytes = record.bytes {
            guard let position = data.append(bytes) else { throw Self.full }
            row.value = position
            row.port = UInt16(clamping: bytes.count)
        }
        let owner = names.folded(row.owner)
        row.next = names[owner][row.type]
        let id = try takeRow(row)
        if row.next != .none { rows[row.next.index].previous = id }
        names[owner][row.type] = id
        if RecordRow.pointsToName(row.type) { linkReferrer(id, to: names.folded(row.target)) }
        keptRecordCount += 1
        if row.type == .tlsa { certificateRecordCount += 1 }
        if row.type == .srv { try addInstance(at: owner, spelled: row.owner) }
        if index != nil { indexRow(id) }
        return id
    }

    /// Takes a record out of the zone; its row stays readable until `reclaim`.
    mutating func remove(_ id: RowID) {
        unindexRow(id)
        unlink(id)
        rows[id.index].state = .removed
        keptRecordCount -= 1
        if rows[id.index].type == .tlsa { certificateRecordCount -= 1 }
        if rows[id.index].type == .srv { removeInstance(id) }
    }

    /// Lets the numbers of removed records be used again.
    package mutating func reclaim(_ instances: some Sequence<InstanceID>) {
        for instance in instances { reclaim(instance.row) }
    }

    mutating func reclaim(_ id: RowID) {
        guard rows[id.index].state == .removed else { return }
        rows[id.index].state = .free
        freeRows.append(id)
    }

    static var full: WireError { WireError(.invalid("zone: more names or data than can be held"), at: 0) }

    private mutating func takeRow(_ row: RecordRow) throws(WireError) -> RowID {
        if let id = freeRows.popLast() {
            rows[id.index] = row
            return id
        }
        guard rows.count < Int(UInt32.max) - 2 else { throw Self.full }
        rows.append(row)
        referrers.append(Referrer())
        return RowID(UInt32(rows.count - 1))
    }
}

// MARK: - Lists of records with the same owner or target

extension Catalog {
    private mutating func linkReferrer(_ id: RowID, to target: NameID) {
        let next = names[target].firstReferrer
        referrers[id.index] = Referrer(next: next)
        if next != .none, index != nil { referrers[next.index].previous = id }
        names[target].firstReferrer = id
    }

    private mutating func unlink(_ id: RowID) {
        let row = rows[id.index]
        if row.next != .none { rows[row.next.index].previous = row.previous }
        if row.previous != .none {
            rows[row.previous.index].next = row.next
        } else {
            names[names.folded(row.owner)][row.type] = row.next
        }
        guard RecordRow.pointsToName(row.type) else { return }
        let referrer = referrers[id.index]
        if referrer.next != .none { referrers[referrer.next.index].previous = referrer.previous }
        if referrer.previous != .none {
            referrers[referrer.previous.index].next = referrer.next
        } else {
            names[names.folded(row.target)].firstReferrer = referrer.next
        }
    }
}

// MARK: - Services

extension Catalog {
    private mutating func addInstance(at owner: NameID, spelled: NameID) throws(WireError) {
        if names[owner].service == .none { try classify(owner, spelled: spelled) }
        let service = names[owner].service
        if services[service.index].instanceCount == 0 { relisted.append(service) }
        services[service.index].instanceCount += 1
        instanceCount += 1
    }

    private mutating func removeInstance(_ id: RowID) {
        let service = names[names.folded(rows[id.index].owner)].service
        services[service.index].instanceCount -= 1
        if services[service.index].instanceCount == 0 { relisted.append(service) }
        instanceCount -= 1
    }

    /// Decides which service an SRV owner belongs to: a DNS-SD instance name (RFC 6763 section 4.1) to its parent, any other
    /// name to itself.
    private mutating func classify(_ owner: NameID, spelled: NameID) throws(WireError) {
        let parentOffset = names.withWire(owner, Self.offsetOfBrowsedName)
        guard parentOffset > 0 else {
            names[owner].service = try service(at: owner, spelled: spelled)
            return
        }
        let parentWire = names.withWire(spelled) { Array($0[parentOffset...]) }
        guard let parent = parentWire.withUnsafeBytes({ names.intern($0) }) else { throw Self.full }
        let service = try service(at: names.folded(parent), spelled: parent)
        names[owner].service = service
        names[owner].nextInstanceName = services[service.index].firstInstanceName
        services[service.index].firstInstanceName = owner
    }

    private mutating func service(at folded: NameID, spelled: NameID) throws(WireError) -> ServiceID {
        let known = names[folded].service
        if known != .none, names.folded(services[known.index].name) == folded { return known }
        guard services.count < Int(UInt32.max) - 2 else { throw Self.full }
        let id = ServiceID(rawValue: UInt32(services.count))
        services.append(ServiceRow(name: spelled))
        names[folded].service = id
        return id
    }

    /// The service that SRV records at a name belong to, going by the name alone.
    package static func service(of owner: DomainName) -> DomainName {
        let offset = owner.wire.withUnsafeBytes(offsetOfBrowsedName)
        return (offset > 0 ? try? DomainName(wire: Array(owner.wire[offset...])) : nil) ?? owner
    }

    /// Where `_app._proto…` starts in `<instance>._app._proto…`; 0 for a name of another shape.
    private static func offsetOfBrowsedName(_ wire: UnsafeRawBufferPointer) -> Int {
        let underscore = UInt8(ascii: "_")
        let first = Int(wire[0])
        guard first > 0, wire[1] != underscore else { return 0 }
        let second = 1 + first
        guard wire[second] > 1, wire[second + 1] == underscore else { return 0 }
        let third = second + 1 + Int(wire[second])
        guard wire[third] > 1, wire[third + 1] == underscore else { return 0 }
        return second
    }
}

// MARK: - Finding a record by what it says

extension Catalog {
    mutating func buildIndex() {
        var built = RecordIndex(minimumCapacity: keptRecordCount)
        for position in 0..<rows.count where rows[position].isLive {
            let id = RowID(UInt32(position))
            built.insert(id, hash: hash(ofRow: id))
            let next = referrers[position].next
            if next != .none { referrers[next.index].previous = id }
        }
        index = built
    }

    func find(_ record: NewRecord) -> RowID? {
        index?.find(hash: hash(of: record)) { isSame(rows[$0.index], record) }
    }

    private mutating func indexRow(_ id: RowID) {
        let hash = hash(ofRow: id)
        index?.insert(id, hash: hash)
        if index?.isTooFull == true { buildIndex() }
    }

    private mutating func unindexRow(_ id: RowID) {
        guard index != nil else { return }
        let hash = hash(ofRow: id)
        index?.remove(id, hash: hash)
    }

    private func hash(ofRow id: RowID) -> UInt64 {
        let row = rows[id.index]
        guard keepsBytes(row.type) else { return hash(of: NewRecord(row)) }
        return withData(of: row) { bytes in
            var record = NewRecord(row)
            record.bytes = bytes
            return hash(of: record)
        }
    }

    private func hash(of record: NewRecord) -> UInt64 {
        let key = UInt64(names.folded(record.owner).rawValue) << 16 | UInt64(record.type.rawValue)
        if keepsBytes(record.type) { return RecordIndex.hash(key, bytes: record.bytes) }
        let value = RecordRow.pointsToName(record.type) ? names.folded(NameID(record.value)).rawValue : record.value
        let numbers = UInt64(record.priority) << 32 | UInt64(record.weight) << 16 | UInt64(record.port)
        return RecordIndex.hash(key, UInt64(value), numbers)
    }

    private func isSame(_ row: RecordRow, _ record: NewRecord) -> Bool {
        guard row.type == record.type, names.folded(row.owner) == names.folded(record.owner) else { return false }
        if keepsBytes(row.type) {
            guard let bytes = record.bytes, bytes.count == Int(row.port) else { return false }
            return withData(of: row) { $0.elementsEqual(bytes) }
        }
        guard row.priority == record.priority, row.weight == record.weight, row.port == record.port else {
            return false
        }
        return RecordRow.pointsToName(row.type)
            ? names.folded(row.target) == names.folded(NameID(record.value)) : row.value == record.value
    }

    private func keepsBytes(_ type: RecordType) -> Bool { type == .aaaa || type == .txt || type == .tlsa }
}

extension NewRecord {
    init(_ row: RecordRow) {
        self.init(
            owner: row.owner, type: row.type, ttl: row.ttl, value: row.value, priority: row.priority,
            weight: row.weight, port: row.port)
    }
}
