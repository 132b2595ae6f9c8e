import DNSCore

/// Answers queries from the zones that are served: RFC 1034 section 4.3.2 without recursion.
package struct Answerer: Sendable {
    let zones: ZoneRegistry

    package init(zones: ZoneRegistry) { self.zones = zones }

    /// The whole answer to a message, which is one that refuses where it is no query for data.
    /// - Parameters:
    ///   - isStream: Whether the answer goes by TCP or TLS, which carry 65,535 bytes. By UDP it has 512, or what the
    ///     request's EDNS says up to 1232.
    ///   - mayTransfer: Whether the requester may read whole zones: only then is it told of leases, or by IXFR over UDP to
    ///     use TCP.
    ///   - reserving: Bytes to leave free for a TSIG record. A TSIG record in the request is passed over.
    /// - Returns: nil where nothing is to be answered: to a response, or to fewer than 12 bytes.
    package func answer(
        _ request: Span<UInt8>, isStream: Bool, mayTransfer: Bool = false, reserving: Int = 0
    ) -> [UInt8]? {
        guard let query = ReceivedQuery(request) else { return nil }
        return Self.bytes(to: query, isStream: isStream, reserving: reserving) { writer in
            if let code = query.refusal {
                writer.responseCode = code
            } else if let question = query.question {
                answer(question, isStream: isStream, mayTransfer: mayTransfer, in: &writer)
            }
        }
    }

    /// An answer that says nothing but a code, with the request's question and EDNS.
    /// - Returns: nil where nothing is to be answered.
    package static func refusal(_ code: ResponseCode, of request: Span<UInt8>, reserving: Int = 0) -> [UInt8]? {
        guard let query = ReceivedQuery(request) else { return nil }
        return bytes(to: query, isStream: false, reserving: reserving) { $0.responseCode = code }
    }

    private static func bytes(
        to query: ReceivedQuery, isStream: Bool, reserving: Int, _ body: (inout AnswerWriter) -> Void
    ) -> [UInt8] {
        let limit = query.limit(isStream: isStream)
        return withUnsafeTemporaryAllocation(byteCount: limit, alignment: 8) { memory in
            var writer = AnswerWriter(to: query, in: memory, limit: limit - reserving)
            body(&writer)
            return Array(memory.prefix(writer.finish()))
        }
    }
}
