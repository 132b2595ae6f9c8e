import DNSCore
import NIOCore

extension DNSClient {
    /// Transfers a zone, over TCP or TLS: the changes since `known` where the server has them, all of it otherwise.
    ///
    /// The records go to `sink` while they arrive, read where they lie in the buffers; what they cost the sink keeps the
    /// server waiting and fills no memory. A signed transfer is verified message by message. The sink gets its `commit`
    /// after the last signature held, if there is something to commit; after an error it is to be dropped.
    ///
    /// A server that does not know incremental transfers is asked for the whole zone.
    /// - Parameters:
    ///   - known: what the caller has of the zone already.
    ///   - limits: how much the server may send.
    ///   - progress: called after every read of up to 256 KiB.
    public func transfer<Sink: TransferSink & ~Copyable>(
        of zone: DomainName, since known: StartOfAuthority? = nil, from server: Server, into sink: inout Sink,
        limits: ZoneTransfer.Limits = ZoneTransfer.Limits(),
        progress: @Sendable (TransferProgress) -> Void = { _ in }
    ) async throws(ClientError) -> ZoneTransfer.Outcome {
        var incoming = IncomingTransfer(of: zone, since: known, limits: limits)
        do throws(ClientError) {
            return try await run(&incoming, from: server, into: &sink, progress)
        } catch {
            guard incoming.asksForWholeZone(after: error) else { throw error }
        }
        incoming = IncomingTransfer(of: zone, since: nil, limits: limits)
        return try await run(&incoming, from: server, into: &sink, progress)
    }

    /// Tries the server's addresses until one takes the connection; from there on there is no other try.
    private func run<Sink: TransferSink & ~Copyable>(
        _ incoming: inout IncomingTransfer, from server: Server, into sink: inout Sink,
        _ progress: @Sendable (TransferProgress) -> Void
    ) async throws(ClientError) -> ZoneTransfer.Outcome {
        let security = try await contexts.check(for: server, isTransfer: true)
        return try await withEachAddress(of: server) { address throws(ClientError) in
            let terms = StreamConnection.Terms(
                address: address, security: security, connect: server.timeouts.connect, patience: server.timeouts.stall,
                phase: { $0 == 0 ? .answering : .transferring(bytes: $0) })
            counter.addConnection()
            return try await StreamConnection.withConnection(terms, on: group) { connection throws(ClientError) in
                try connection.send(try incoming.request(key: server.key, at: now()))
                while let chunk = try await connection.next() {
                    let outcome = try incoming.take(chunk, into: &sink, clock: now)
                    progress(incoming.progress)
                    if let outcome { return outcome }
                }
                throw incoming.earlyEnd
            }
        }
    }
}
