import DNSCore
import NIOCore

/// A transfer's bytes on their way from the connection to the sink: cut into messages, verified, read.
struct IncomingTransfer {
    private var transfer: ZoneTransfer
    private var signature: TSIGExchange?
    private var cutter = MessageCutter()
    private var streamBytes = 0

    init(of zone: DomainName, since known: StartOfAuthority?, limits: ZoneTransfer.Limits) {
        transfer = ZoneTransfer(zone: zone, known: known, limits: limits)
    }

    var progress: TransferProgress {
        var progress = TransferProgress()
        progress.messages = transfer.messageCount
        progress.records = transfer.recordCount
        progress.bytes = transfer.byteCount
        return progress
    }

    /// The question, with a random id.
    /// - Parameter now: seconds since 1970.
    mutating func request(key: TSIGKey?, at now: UInt64) throws(ClientError) -> [UInt8] {
        var bytes = transfer.request(id: UInt16.random(in: 0 ... .max))
        signature = key.map(TSIGExchange.init)
        do {
            try signature?.sign(&bytes, at: now)
        } catch {
            throw .tsig(error)
        }
        return bytes
    }

    /// Takes what one read has brought.
    /// - Returns: how the transfer ended, if it has; then it is committed.
    mutating func take<Sink: TransferSink & ~Copyable>(
        _ chunk: consuming ByteBuffer, into sink: inout Sink, clock: () -> UInt64
    ) throws(ClientError) -> ZoneTransfer.Outcome? {
        streamBytes += chunk.readableBytes
        let now = clock()
        do throws(TransferError) {
            var isFinished = false
            // Not in place: what it hands out is taken by the rest of `self`.
            var cutter = MessageCutter()
            swap(&cutter, &self.cutter)
            try cutter.cut(chunk) { message throws(TransferError) in
                isFinished = try take(message, into: &sink, at: now)
                return !isFinished
            }
            self.cutter = cutter
            guard isFinished, let outcome = transfer.outcome else { return nil }
            try finish(outcome, into: &sink)
            return outcome
        } catch {
            throw ClientError(error, bytes: streamBytes)
        }
    }

    private mutating func take<Sink: TransferSink & ~Copyable>(
        _ message: Span<UInt8>, into sink: inout Sink, at now: UInt64
    ) throws(TransferError) -> Bool {
        if signature != nil {
            do throws(TSIGError) {
                try signature?.verifyNext(message, at: now)
            } catch {
                throw .signature(error)
            }
        }
        return try transfer.receive(message, into: &sink) != .more
    }

    private func finish<Sink: TransferSink & ~Copyable>(
        _ outcome: ZoneTransfer.Outcome, into sink: inout Sink
    ) throws(TransferError) {
        guard outcome.committed == nil else { return try transfer.commit(into: &sink, signedBy: signature) }
        do throws(TSIGError) {
            try signature?.finish()
        } catch {
            throw .signature(error)
        }
    }

    /// What it means that the server has closed the connection.
    var earlyEnd: ClientError {
        do throws(TransferError) {
            try transfer.endOfStream()
            return .closedEarly(bytes: streamBytes)
        } catch {
            return ClientError(error, bytes: streamBytes)
        }
    }

    /// Whether an error says no more than that the server has no differences to give.
    func asksForWholeZone(after error: ClientError) -> Bool {
        guard transfer.known != nil else { return false }
        switch error {
        case .transfer(.ixfrNotOffered), .tsig(.unsignedAnswer(.notImplemented)), .tsig(.unsignedAnswer(.formatError)):
            return true
        case .timedOut(.transferring):
            // A lone SOA, and then silence.
            return earlyEnd == .transfer(.ixfrNotOffered(.noError))
        default:
            return false
        }
    }
}

extension ClientError {
    /// One meaning for what a transfer and other exchanges have in common.
    init(_ error: TransferError, bytes: Int) {
        switch error {
        case .refused(let code): self = .responseCode(code)
        case .notAuthoritative: self = .responseCode(.notAuth)
        case .malformed(let fault): self = .malformed(fault)
        case .signature(let fault): self = .tsig(fault)
        case .truncatedStream: self = .closedEarly(bytes: bytes)
        default: self = .transfer(error)
        }
    }
}
