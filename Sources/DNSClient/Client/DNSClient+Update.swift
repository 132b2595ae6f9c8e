import DNSCore

extension DNSClient {
    /// Asks a server to change a zone (RFC 2136), over TCP or TLS.
    ///
    /// It is sent once. Over UDP a lost answer would have to be followed by the same request, which may then fail by its
    /// own prerequisites though it was carried out. When the error is `closedEarly` or `timedOut(.answering)`, whether it
    /// was is open; with every other error that says nothing of an answer, it was not.
    /// - Parameter lease: for how long what is added is to stay, where the server knows of that (RFC 9664).
    /// - Returns: the answer, whatever its response code: what it means is for the caller to judge, and what the zone
    ///   holds afterwards is for a query to show.
    public func update(
        _ request: UpdateRequest, lease: LeaseOption? = nil, at server: Server
    ) async throws(ClientError) -> Message {
        var message: Message
        do { message = try request.message(id: 0) } catch { throw .update(error) }
        if let lease { message.edns = EDNS(options: [lease.option]) }
        let zone = Question(name: request.zone, type: .soa, recordClass: request.recordClass)
        let pending = try PendingRequest(message, zone, key: server.key, at: now())
        return try await withEachAddress(of: server) { address throws(ClientError) in
            try await exchangeOverStream(pending, with: server, at: address)
        }
    }
}
