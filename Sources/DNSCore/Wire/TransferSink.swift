/// Where a zone transfer's records go while it runs (RFC 5936, RFC 1995).
///
/// The calls come in the order of the stream. Nothing is final before `commit`; whoever owns the sink drops it
/// when the transfer fails.
public protocol TransferSink: ~Copyable {
    /// A new message begins: offsets and pointers of the one before mean nothing any more.
    mutating func beginMessage()
    /// The whole zone follows, in place of what there was.
    mutating func beginReplacement()
    mutating func add(_ record: borrowing RecordView) throws(WireError)
    /// Only in an incremental transfer: the record with this owner, type and RDATA goes.
    mutating func remove(_ record: borrowing RecordView) throws(WireError)
    /// All of it has arrived, and all signatures held.
    mutating func commit(soa: StartOfAuthority) throws(WireError)
}
