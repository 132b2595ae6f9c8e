/// A zone transfer as the client sees it: AXFR (RFC 5936) or IXFR (RFC 1995), without its transport.
///
/// Send `request`, give every message that comes to `receive`, and say when the stream ends. With a key, verify each
/// message with the `TSIGExchange` that signed the request before `receive` gets it. The records go to a sink as they
/// come; the machine itself never commits. When `receive` says `finished`, `commit` does, once the last signature held.
///
/// Records outside of the zone are passed over and counted, as Knot does. A record of another class, of a type that
/// only questions have, or an SOA below the apex fails the transfer, as in BIND. The zone's SOA records are not given to
/// the sink as records: the new one comes with its `commit`.
public struct ZoneTransfer: Sendable {
    public let zone: DomainName
    public let recordClass: RecordClass
    /// What we have of the zone already; nothing if all of it is asked for.
    public let known: StartOfAuthority?
    public let transport: Transport
    public let limits: Limits

    public private(set) var messageCount = 0
    /// Records of answer sections, SOAs and ignored ones among them.
    public private(set) var recordCount = 0
    /// Bytes of all messages.
    public private(set) var byteCount = 0
    /// Records that were passed over since they lie outside of the zone.
    public internal(set) var ignoredCount = 0
    /// The SOA that the answer began with: the version that is being sent.
    public internal(set) var opening: StartOfAuthority?

    var id: UInt16 = 0
    var phase = Phase.waiting
    var scope: ZoneScope

    enum Phase: Hashable {
        /// For the first SOA.
        case waiting
        /// The first SOA came. The record after it tells differences from the whole zone.
        case opened
        /// The whole zone.
        case replacing
        /// A difference's records to remove.
        case removing
        /// A difference's records to add; the serial after it.
        case adding(to: Serial)
        case finished(Outcome)
        case failed
    }

    /// - Parameter known: With what we have the difference is asked for (IXFR), without it the whole zone (AXFR).
    public init(
        zone: DomainName, known: StartOfAuthority?, recordClass: RecordClass = .in, over transport: Transport = .stream,
        limits: Limits = Limits()
    ) {
        self.zone = zone
        self.known = known
        self.recordClass = recordClass
        self.transport = transport
        self.limits = limits
        scope = ZoneScope(zone: zone)
    }

    /// AXFR or IXFR.
    public var type: RecordType { known == nil ? .axfr : .ixfr }

    /// How it ended, if it has.
    public var outcome: Outcome? {
        if case .finished(let outcome) = phase { outcome } else { nil }
    }

    /// Takes the next message.
    ///
    /// After an error, but for `wrongID`, the transfer is over: the sink is to be dropped.
    public mutating func receive<Sink: TransferSink & ~Copyable>(
        _ message: Span<UInt8>, into sink: inout Sink
    ) throws(TransferError) -> Progress {
        guard phase != .failed, outcome == nil else { throw .dataAfterEnd }
        do {
            return try take(message, into: &sink)
        } catch {
            if case .wrongID = error { throw error }
            phase = .failed
            throw error
        }
    }

    /// The stream has ended: an error unless the transfer is complete.
    public func endOfStream() throws(TransferError) {
        switch phase {
        case .finished: return
        case .opened where known != nil:
            // A lone SOA that is newer than ours, and then silence: the server means "ask for all of it".
            throw .ixfrNotOffered(.noError)
        default: throw .truncatedStream(records: recordCount)
        }
    }

    /// Commits what the sink got.
    /// - Parameter exchange: What signed the request; nothing if the transfer is not signed. The last message must have
    ///   been verified with it.
    public func commit<Sink: TransferSink & ~Copyable>(
        into sink: inout Sink, signedBy exchange: TSIGExchange?
    ) throws(TransferError) {
        guard let soa = outcome?.committed else { throw .incomplete }
        if let exchange {
            do { try exchange.finish() } catch { throw .signature(error) }
        }
        do { try sink.commit(soa: soa) } catch { throw .malformed(error) }
    }

    mutating func count(_ message: Span<UInt8>) throws(TransferError) {
        messageCount += 1
        byteCount += message.count
        guard byteCount <= limits.bytes else { throw .tooLarge }
    }

    mutating func countRecord() throws(TransferError) {
        recordCount += 1
        guard recordCount <= limits.records else { throw .tooLarge }
    }
}
