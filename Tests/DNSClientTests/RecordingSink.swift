import DNSCore

/// Keeps what a transfer gives it.
struct RecordingSink: TransferSink {
    private(set) var added: [ResourceRecord] = []
    private(set) var removed: [ResourceRecord] = []
    private(set) var messages = 0
    private(set) var replacements = 0
    private(set) var committed: StartOfAuthority?

    mutating func beginMessage() { messages += 1 }
    mutating func beginReplacement() { replacements += 1 }

    mutating func add(_ record: borrowing RecordView) throws(WireError) { added.append(try record.resourceRecord()) }

    mutating func remove(_ record: borrowing RecordView) throws(WireError) {
        removed.append(try record.resourceRecord())
    }

    mutating func commit(soa: StartOfAuthority) throws(WireError) { committed = soa }
}
