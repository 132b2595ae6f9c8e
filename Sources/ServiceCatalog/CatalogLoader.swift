import DNSCore

/// Takes the records of a transfer straight into a catalog, message by message, and keeps what changed.
///
/// It works on its own copy of the catalog: a transfer that fails is dropped with the loader, and the old catalog stands.
package struct CatalogLoader: ~Copyable, TransferSink, Sendable {
    package private(set) var catalog: Catalog
    package private(set) var changes = CatalogChanges()
    /// Whether `commit` has been called: the catalog is whole.
    package private(set) var isCommitted = false

    private var ownerName = NameBuffer()
    private var targetName = NameBuffer()
    private var memo = OwnerMemo()
    /// Rows that the running replacement has brought again; nil when there is nothing to replace.
    private var seen: RowSet?
    private var isFirstLoad: Bool
    /// Records of a first load whose targets wait in `targets`.
    private var waiting = InlineArray<32, WaitingRecord>(repeating: WaitingRecord())
    private var targets = NameBatch()

    /// Rows that were reclaimed in `catalog` may be used again.
    package init(_ catalog: Catalog) {
        self.catalog = catalog
        isFirstLoad = catalog.rows.count == 0
    }

    package mutating func beginMessage() {
        memo.reset()
    }

    package mutating func beginReplacement() {
        catalog.otherRecordCount = 0
        changes.isReplacement = true
        guard !isFirstLoad else { return }
        if catalog.index == nil { catalog.buildIndex() }
        seen = RowSet(count: catalog.rows.count)
    }

    package mutating func add(_ record: borrowing RecordView) throws(WireError) {
        guard RecordRow.isKept(record.type), record.recordClass == .in else {
            catalog.otherRecordCount += record.type == .soa ? 0 : 1
            return
        }
        if isFirstLoad, RecordRow.pointsToName(record.type) { return try addLater(record) }
        try readNames(record)
        let owner = try internOwner(record)
        let target = try internTarget(record)
        try withNewRecord(record, owner, target) { (self, new) throws(WireError) in try self.add(new) }
    }

    package mutating func remove(_ record: borrowing RecordView) throws(WireError) {
        guard RecordRow.isKept(record.type), record.recordClass == .in else {
            catalog.otherRecordCount -= record.type == .soa || catalog.otherRecordCount == 0 ? 0 : 1
            return
        }
        try addWaiting()
        if catalog.index == nil { catalog.buildIndex() }
        isFirstLoad = false
        try readNames(record)
        let owner = try internOwner(record)
        let target = try internTarget(record)
        try withNewRecord(record, owner, target) { (self, new) throws(WireError) in
            if let row = self.catalog.find(new) { self.drop(row) }
        }
    }

    package mutating func commit(soa: StartOfAuthority) throws(WireError) {
        try addWaiting()
        if let seen { dropUnseen(seen) }
        seen = nil
        catalog.soa = soa
        changes.pair(in: catalog)
        catalog.sortServices()
        isCommitted = true
    }
}

extension CatalogLoader {
    /// The catalog as far as it has arrived, its services in order: for a table that fills while a first transfer runs.
    package mutating func catalogSoFar() throws(WireError) -> Catalog {
        try addWaiting()
        catalog.sortServices()
        return catalog
    }
}

// MARK: - One record

extension CatalogLoader {
    private mutating func add(_ new: NewRecord) throws(WireError) {
        if !isFirstLoad {
            if catalog.index == nil { catalog.buildIndex() }
            if let known = catalog.find(new) {
                seen?.insert(known)
                if catalog.rows[known.index].ttl != new.ttl {
                    catalog.rows[known.index].ttl = new.ttl
                    changes.noteTTL(known, catalog.rows[known.index].type)
                }
                return
            }
        }
        let row = try catalog.insert(new)
        seen?.insert(row)
        if !isFirstLoad { changes.noteAdded(row, in: catalog) }
    }

    /// Most records of a zone: read now, put in with others.
    private mutating func addLater(_ record: borrowing RecordView) throws(WireError) {
        if memo.owner(of: record) == nil { try record.readOwner(into: &ownerName) }
        let owner = try internOwner(record)
        var new = WaitingRecord(owner: owner, type: record.type, ttl: record.ttl)
        try targets.read { name throws(WireError) in
            if record.type == .srv {
                new.location = try record.readService(target: &name)
            } else {
                try record.readTarget(into: &name)
            }
        }
        waiting[targets.count - 1] = new
        if targets.isFull { try addWaiting() }
    }

    private mutating func addWaiting() throws(WireError) {
        let ids = catalog.names.intern(targets)
        for index in 0..<targets.count {
            guard ids[index] != .none else { throw Catalog.full }
            let record = waiting[index]
            let (priority, weight, port) = record.location
            _ = try catalog.insert(
                NewRecord(
                    owner: record.owner, type: record.type, ttl: record.ttl, value: ids[index].rawValue,
                    priority: priority, weight: weight, port: port))
        }
        targets.removeAll()
    }

    private mutating func drop(_ row: RowID) {
        changes.noteRemoved(row, in: catalog)
        catalog.remove(row)
        if catalog.rows[row.index].type != .srv { catalog.reclaim(row) }
    }

    private mutating func dropUnseen(_ seen: RowSet) {
        for position in 0..<catalog.rows.count {
            let row = RowID(UInt32(position))
            if catalog.rows[position].isLive, !seen.contains(row) { drop(row) }
        }
    }

    private mutating func readNames(_ record: borrowing RecordView) throws(WireError) {
        if memo.owner(of: record) == nil { try record.readOwner(into: &ownerName) }
        guard RecordRow.pointsToName(record.type) else { return }
        var rdata = try record.rdataReader
        try rdata.skip(record.type == .srv ? 6 : 0)
        try rdata.readName(into: &targetName)
        guard rdata.remaining == 0 else { throw WireError(.rdataLengthMismatch, at: rdata.offset) }
    }

    private mutating func internOwner(_ record: borrowing RecordView) throws(WireError) -> NameID {
        if let known = memo.owner(of: record) { return known }
        guard let owner = catalog.names.intern(ownerName.bytes) else { throw Catalog.full }
        memo.note(owner, for: record)
        return owner
    }

    private mutating func internTarget(_ record: borrowing RecordView) throws(WireError) -> NameID {
        guard RecordRow.pointsToName(record.type) else { return .none }
        guard let target = catalog.names.intern(targetName.bytes) else { throw Catalog.full }
        return target
    }

    private mutating func withNewRecord(
        _ record: borrowing RecordView, _ owner: NameID, _ target: NameID,
        _ body: (inout CatalogLoader, NewRecord) throws(WireError) -> Void
    ) throws(WireError) {
        var new = NewRecord(owner: owner, type: record.type, ttl: record.ttl, value: target.rawValue)
        var rdata = try record.rdataReader
        switch record.type {
        case .srv:
            new.priority = try rdata.readUInt16()
            new.weight = try rdata.readUInt16()
            new.port = try rdata.readUInt16()
            try body(&self, new)
        case .a:
            new.value = try rdata.readUInt32()
            guard rdata.remaining == 0 else { throw WireError(.rdataLengthMismatch, at: rdata.offset) }
            try body(&self, new)
        case .aaaa, .txt, .tlsa:
            try Self.check(record)
            let bytes = record.message.extracting(record.rdata)
            try bytes.withUnsafeBytes { (bytes) throws(WireError) in
                new.bytes = bytes
                try body(&self, new)
            }
        default:
            try body(&self, new)
        }
    }

    /// RDATA that is stored as it came is checked once, here.
    private static func check(_ record: borrowing RecordView) throws(WireError) {
        var rdata = try record.rdataReader
        switch record.type {
        case .aaaa:
            try rdata.skip(16)
        case .txt:
            repeat { try rdata.skip(Int(try rdata.readUInt8())) } while rdata.remaining > 0
        default:
            try rdata.skip(rdata.remaining)
        }
        guard rdata.remaining == 0 else { throw WireError(.rdataLengthMismatch, at: rdata.offset) }
    }
}

/// A record that points to a name, but for that name.
private struct WaitingRecord: Sendable {
    var owner = NameID.none
    var type = RecordType.srv
    var ttl: UInt32 = 0
    var location: (priority: UInt16, weight: UInt16, port: UInt16) = (0, 0, 0)
}
