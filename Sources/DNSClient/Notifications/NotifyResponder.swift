import DNSCore

/// What to make of one message that came to the listener, and what to answer (RFC 1996 section 3). Without I/O.
struct NotifyResponder: Sendable {
    /// The zones that are followed; all if there is no such list.
    var zones: Set<DomainName>?

    enum Reaction {
        /// Nothing is to be said.
        case silence(Fault)
        case rejection(Fault, answer: [UInt8])
        case notification(ZoneNotification, answer: [UInt8])
    }

    enum Fault {
        case stranger
        case unverified
        case malformed
    }

    /// - Parameters:
    ///   - servers: those that have the sender's address.
    ///   - now: seconds since 1970.
    func react(to bytes: Span<UInt8>, from sender: IPAddress, _ servers: [Server], at now: UInt64) -> Reaction {
        guard !servers.isEmpty else { return .silence(.stranger) }
        var reader = WireReader(bytes)
        // An answer is never answered: two machines could go on forever.
        guard let header = try? Header.read(&reader).header, !header.isResponse else { return .silence(.malformed) }
        guard header.opcode == .notify else { return reject(header, .notImplemented) }
        guard let request = try? Message(decoding: bytes), let question = request.questions.first,
            request.questions.count == 1, question.type == .soa, question.recordClass == .in
        else { return reject(header, .formatError) }

        switch TSIGVerifier(keys: servers.compactMap(\.key)).verify(bytes, at: now) {
        case .malformed: return reject(header, .formatError)
        case .unsigned:
            guard let server = servers.first(where: { $0.key == nil }) else {
                return reject(header, .refused, question, .unverified)
            }
            return accept(request, question, ZoneNotification(request, server, sender, isSigned: false)) { _ in }
        case .refused(let refusal):
            return reject(header, refusal.responseCode, question, .unverified) { try? refusal.sign(&$0, at: now) }
        case .verified(var responder):
            guard let server = servers.first(where: { $0.key == responder.key }) else {
                return reject(header, .refused, question, .unverified)
            }
            return accept(request, question, ZoneNotification(request, server, sender, isSigned: true)) {
                try? responder.sign(&$0, at: now)
            }
        }
    }

    private func accept(
        _ request: Message, _ question: Question, _ notification: ZoneNotification, sign: (inout [UInt8]) -> Void
    ) -> Reaction {
        let isFollowed = zones?.contains(question.name) ?? true
        let answer = answer(
            request.header, isFollowed ? .noError : .notAuth, question, edns: request.edns.map { _ in EDNS() }, sign)
        return isFollowed
            ? .notification(notification, answer: answer) : .rejection(.stranger, answer: answer)
    }

    private func reject(
        _ header: Header, _ code: ResponseCode, _ question: Question? = nil, _ fault: Fault = .malformed,
        sign: (inout [UInt8]) -> Void = { _ in }
    ) -> Reaction {
        .rejection(fault, answer: answer(header, code, question, edns: nil, sign))
    }

    /// The same id, opcode and question, with AA (section 4.7).
    private func answer(
        _ request: Header, _ code: ResponseCode, _ question: Question?, edns: EDNS?, _ sign: (inout [UInt8]) -> Void
    ) -> [UInt8] {
        let header = Header(
            id: request.id, isResponse: true, opcode: request.opcode, flags: .authoritative, responseCode: code)
        let message = Message(header: header, questions: question.map { [$0] } ?? [], edns: edns)
        // A header and a question that has been read can always be written.
        guard var bytes = try? message.encoded() else { return [] }
        sign(&bytes)
        return bytes
    }
}

extension ZoneNotification {
    fileprivate init(_ request: Message, _ server: Server, _ sender: IPAddress, isSigned: Bool) {
        let zone = request.questions.first?.name ?? .root
        let hint = request.answers.lazy.compactMap { record in
            if case .soa(let soa) = record.data, record.name == zone { soa.serial } else { nil }
        }
        self.init(zone: zone, serial: hint.first, server: server, sender: sender, isSigned: isSigned)
    }
}
