import DNSCore
import NIOCore

extension DNSClient {
    /// Sends one request over TCP or TLS and waits for its answer.
    func exchangeOverStream(
        _ request: PendingRequest, with server: Server, at address: SocketAddress
    ) async throws(ClientError) -> Message {
        let terms = StreamConnection.Terms(
            address: address, security: try await contexts.check(for: server, isTransfer: false),
            connect: server.timeouts.connect, patience: server.timeouts.answer,
            limit: server.timeouts.answer, phase: { _ in .answering })
        counter.addConnection()
        return try await StreamConnection.withConnection(terms, on: group) { connection throws(ClientError) in
            try connection.send(request.bytes)
            return try await answer(to: request, from: connection)
        }
    }

    private func answer(
        to request: PendingRequest, from connection: StreamConnection
    ) async throws(ClientError) -> Message {
        var cutter = MessageCutter()
        var bytes = 0
        while let chunk = try await connection.next() {
            bytes += chunk.readableBytes
            var answer: Message?
            try cutter.cut(chunk) { message throws(ClientError) in
                switch request.judge(message, at: now()) {
                case .foreign: counter.addForeign()
                // Over TCP nothing is too long.
                case .truncated: throw .malformed(WireError(.invalid("TC flag in a stream"), at: 2))
                case .answer(let message): answer = message
                case .failed(let error): throw error
                }
                return answer == nil
            }
            if let answer { return answer }
        }
        throw .closedEarly(bytes: bytes)
    }

    /// Tries a server's addresses one after the other, until one of them can be spoken with.
    /// - Parameter isRepeatable: an address that was asked and did not answer may be followed by another.
    func withEachAddress<Value>(
        of server: Server, isRepeatable: Bool = false,
        _ body: (SocketAddress) async throws(ClientError) -> Value
    ) async throws(ClientError) -> Value {
        var failure: ClientError?
        for address in try await resolve(server.address.host, server.port) {
            do throws(ClientError) {
                return try await body(address)
            } catch {
                guard error.meansNoContact || isRepeatable && error.meansSilence else { throw error }
                if failure?.isUnreachable ?? true { failure = error }
            }
        }
        throw failure ?? .hostNotFound(server.address.host, reason: "it has no address")
    }
}
