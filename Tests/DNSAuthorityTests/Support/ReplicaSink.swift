import DNSCore

/// A copy of a zone, kept by transfers as a secondary keeps it.
struct ReplicaSink: TransferSink {
    private(set) var records: Set<ResourceRecord> = []
    private(set) var replacements = 0
    /// Removals of what was not there, additions of what was.
    private(set) var contradictions = 0
    private(set) var committed: StartOfAuthority?

    mutating func beginMessage() {}

    mutating func beginReplacement() {
        replacements += 1
        records = []
    }

    mutating func add(_ record: borrowing RecordView) throws(WireError) {
        if !records.insert(try record.resourceRecord()).inserted { contradictions += 1 }
    }

    mutating func remove(_ record: borrowing RecordView) throws(WireError) {
        if records.remove(try record.resourceRecord()) == nil { contradictions += 1 }
    }

    mutating func commit(soa: StartOfAuthority) { committed = soa }
}
