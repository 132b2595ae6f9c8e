import DNSCore
import NIOCore

extension DNSClient {
    /// Asks for the records of one type at one name.
    ///
    /// Over UDP, and over TCP when the answer is too long for it; over TCP or TLS alone where the server says so.
    /// - Returns: an answer with NOERROR or NXDOMAIN. Every other response code is an error.
    public func query(
        _ name: DomainName, _ type: RecordType, at server: Server
    ) async throws(ClientError) -> Message {
        let request = Message(header: Header(id: 0, flags: .recursionDesired))
        let answer = try await exchange(request, Question(name: name, type: type), with: server)
        switch answer.header.responseCode {
        case .noError, .nameError: return answer
        case let code: throw .responseCode(code)
        }
    }

    /// Exchanges one message for one message, with EDNS if the server takes it.
    func exchange(
        _ request: Message, _ question: Question, with server: Server
    ) async throws(ClientError) -> Message {
        try await withEachAddress(of: server, isRepeatable: true) { address throws(ClientError) in
            var extended = request
            extended.edns = EDNS(udpSize: 1232)
            do throws(ClientError) {
                let answer = try await exchange(extended, question, with: server, at: address)
                guard answer.rejectsEDNS else { return answer }
            } catch ClientError.tsig(.unsignedAnswer(.formatError)), ClientError.tsig(.unsignedAnswer(.notImplemented))
            {
                // What does not know EDNS knows nothing of signatures either; the second try says so.
            }
            return try await exchange(request, question, with: server, at: address)
        }
    }

    private func exchange(
        _ message: Message, _ question: Question, with server: Server, at address: SocketAddress
    ) async throws(ClientError) -> Message {
        if server.tls == nil, server.transport == .datagrams {
            let request = try PendingRequest(message, question, key: server.key, at: now())
            let outcome = try await DatagramExchange.run(
                request, of: self, to: address, within: server.timeouts.answer)
            if case .answer(let answer) = outcome { return answer }
        }
        let request = try PendingRequest(message, question, key: server.key, at: now())
        return try await exchangeOverStream(request, with: server, at: address)
    }
}

extension Message {
    /// How a server says that it does not know EDNS (RFC 6891 section 7): one that does would answer with an OPT record.
    fileprivate var rejectsEDNS: Bool {
        edns == nil && (header.responseCode == .formatError || header.responseCode == .notImplemented)
    }
}
