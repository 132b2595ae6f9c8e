extension ZoneTransfer {
    /// One message: its header, its question, its answers; the rest is only checked for its lengths.
    mutating func take<Sink: TransferSink & ~Copyable>(
        _ message: Span<UInt8>, into sink: inout Sink
    ) throws(TransferError) -> Progress {
        var reader = WireReader(message)
        let header: Header
        let counts: SectionCounts
        do { (header, counts) = try Header.read(&reader) } catch { throw .malformed(error) }
        guard header.id == id else { throw .wrongID(expected: id, found: header.id) }
        try count(message)
        guard header.isResponse, header.opcode == .query else { throw .wrongAnswer }
        try check(header.responseCode)
        if header.flags.contains(.truncated) {
            guard transport == .datagram else { throw .truncatedMessage }
            phase = .finished(.useTCP)
            return .finished(.useTCP)
        }
        try takeQuestions(&reader, counts.questions)
        if messageCount == 1, counts.answers == 0 {
            throw known == nil ? .noZone : .ixfrNotOffered(.noError)
        }
        sink.beginMessage()
        scope.beginMessage()
        for _ in 0..<counts.answers {
            try takeRecord(&reader, into: &sink)
            // When there is nothing to take, the rest means nothing: BIND does not read it either.
            if let outcome, outcome.committed == nil { return .finished(outcome) }
        }
        do throws(WireError) {
            for _ in 0..<(Int(counts.authorities) + Int(counts.additionals)) { _ = try RecordView(&reader) }
            guard reader.remaining == 0 else { throw WireError(.trailingBytes, at: reader.offset) }
        } catch {
            throw .malformed(error)
        }
        // In a datagram there is nothing to wait for.
        if outcome == nil, transport == .datagram { phase = .finished(.useTCP) }
        return outcome.map(Progress.finished) ?? .more
    }

    private func check(_ code: ResponseCode) throws(TransferError) {
        switch code {
        case .noError: return
        case .formatError, .notImplemented:
            throw known != nil && messageCount == 1 ? .ixfrNotOffered(code) : .refused(code)
        case .notAuth: throw .notAuthoritative
        default: throw .refused(code)
        }
    }

    /// Servers repeat the question in every message, or in the first only, or not at all (RFC 5936 section 2.2.1).
    private func takeQuestions(_ reader: inout WireReader, _ count: UInt16) throws(TransferError) {
        guard count <= 1 else { throw .wrongAnswer }
        guard count == 1 else { return }
        let question: Question
        do { question = try Question(&reader) } catch { throw .malformed(error) }
        guard question == Question(name: zone, type: type, recordClass: recordClass) else { throw .wrongAnswer }
    }
}
