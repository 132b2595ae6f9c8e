import DNSCore

/// What the authority makes of a request: its signature first, then whoever its opcode is for.
package final class RequestHandler: Sendable {
    private let access: AccessControl
    private let answerer: Answerer
    private let transfers: TransferDesk
    private let zones: ZoneRegistry
    private let updates: UpdateQueue
    private let log: AuthorityLog
    /// Seconds since 1970.
    private let now: @Sendable () -> UInt64

    package init(
        zones: ZoneRegistry, access: AccessControl, updates: UpdateQueue, log: AuthorityLog,
        now: @escaping @Sendable () -> UInt64
    ) {
        self.access = access
        self.zones = zones
        self.updates = updates
        self.log = log
        self.now = now
        answerer = Answerer(zones: zones)
        transfers = TransferDesk(zones: zones) { _, requester in
            access.policy.mayTransfer(requester, at: now())
        }
    }

    /// Answers a question that is not signed at once; everything else has to wait for something.
    package func quick(_ request: Span<UInt8>, _ requester: Requester) -> QuickReply {
        guard let head = RequestHead(request) else { return .silence }
        guard head.opcode == .query, !head.isTransfer, !head.mayBeSigned else { return .later }
        let mayTransfer = access.policy.mayTransfer(requester, at: now())
        return answerer.answer(request, isStream: false, mayTransfer: mayTransfer).map(QuickReply.answer) ?? .silence
    }

    package func handle(_ request: [UInt8], from requester: Requester) async -> Reply {
        guard let head = RequestHead(request.span) else { return .nothing }
        switch access.verify(request.span, at: now()) {
        case .malformed: return Reply(Answerer.refusal(.formatError, of: request.span))
        case .unsigned: return await dispatch(request, head, requester, nil)
        case .refused(let refusal):
            log.note(.badSignature(requester, "\(refusal.error)"))
            return refuse(request, refusal)
        case .verified(let responder):
            var requester = requester
            requester.key = responder.key.name
            return await dispatch(request, head, requester, responder)
        }
    }

    /// Whoever owns a name is told of the leases there: a service that starts again knows when to renew.
    private func asksForOwnLease(_ request: Span<UInt8>, _ requester: Requester) -> Bool {
        guard requester.key != nil, let question = ReceivedQuery(request)?.question, question.type == .txt,
            let apex = zones.zone(of: question.name)?.apex, apex.isOfLeases, let zone = apex.parent,
            let owner = try? DomainName(wire: question.name.wire.dropLast(apex.wire.count) + zone.wire)
        else { return false }
        return access.policy.owns(owner, requester, at: now())
    }

    private func dispatch(
        _ request: [UInt8], _ head: RequestHead, _ requester: Requester, _ responder: TSIGResponder?
    ) async -> Reply {
        switch head.opcode {
        case .query where head.isTransfer: return transfer(request, requester, responder)
        case .query:
            let mayTransfer =
                access.policy.mayTransfer(requester, at: now()) || asksForOwnLease(request.span, requester)
            let answer = answerer.answer(
                request.span, isStream: requester.transport != .datagram, mayTransfer: mayTransfer,
                reserving: responder?.signatureLength ?? 0)
            return Reply(signed(answer, responder))
        case .update:
            guard let responder else { return Reply(await update(request, requester)) }
            return await update(request, requester, responder)
        // Whoever sends it takes the authority for a secondary.
        case .notify: return Reply(signed(Answerer.refusal(.notAuth, of: request.span), responder))
        default: return Reply(signed(Answerer.refusal(.notImplemented, of: request.span), responder))
        }
    }

    // MARK: - Transfers

    private func transfer(_ request: [UInt8], _ requester: Requester, _ responder: TSIGResponder?) -> Reply {
        let reply = transfers.reply(to: request.span, from: requester, signing: responder, at: now())
        if let message = try? Message(decoding: request), let question = message.questions.first {
            if case .transfer = reply {
                log.note(.transferred(question.name, to: requester, incremental: question.type == .ixfr))
            } else if requester.transport != .datagram {
                log.note(.refusedTransfer(question.name, to: requester))
            }
        }
        return reply
    }

    // MARK: - Updates

    private func update(_ request: [UInt8], _ requester: Requester, _ responder: TSIGResponder) async -> Reply {
        switch access.judge(responder) {
        case .new:
            guard let answer = signed(await update(request, requester), responder) else { return .nothing }
            access.note(answer, to: responder)
            return .message(answer)
        case .repetition(let answer): return Reply(answer)
        case .replay:
            log.note(.badSignature(requester, "seen before, or older than the last of its key"))
            return refuse(request, TSIGRefusal(replayOf: responder, at: now()))
        }
    }

    private func update(_ bytes: [UInt8], _ requester: Requester) async -> [UInt8]? {
        guard let message = try? Message(decoding: bytes) else { return Answerer.refusal(.formatError, of: bytes.span) }
        let answer: UpdateAnswer
        do throws(UpdateRefusal) {
            answer = try await carryOut(message, requester)
        } catch {
            answer = UpdateAnswer(error)
        }
        if let reason = answer.reason {
            let refusal = UpdateRefusal(answer.code, reason)
            log.note(.refusedUpdate(message.questions.first?.name, by: requester, refusal))
        } else if let zone = message.questions.first?.name, let serial = answer.serial {
            log.note(.updated(zone, serial, by: requester))
        }
        return Self.response(to: message, answer)
    }

    private func carryOut(_ message: Message, _ requester: Requester) async throws(UpdateRefusal) -> UpdateAnswer {
        if let edns = message.edns, edns.version > 0 {
            throw UpdateRefusal(.badVersion, "EDNS version \(edns.version)")
        }
        let request = try UpdateRequest(message) { zones[$0] != nil }
        let permission = try access.policy.permission(for: requester, at: now()).get()
        return await updates.submit(
            request, permission: permission, key: requester.key, lease: try LeaseOption(message.edns))
    }

    private static func response(to request: Message, _ answer: UpdateAnswer) -> [UInt8]? {
        var response = Message(
            header: Header(
                id: request.header.id, isResponse: true, opcode: .update, responseCode: answer.code),
            questions: request.questions)
        if request.edns != nil { response.edns = EDNS(options: answer.lease.map { [$0.option] } ?? []) }
        return try? response.encoded()
    }

    // MARK: - Signatures

    private func signed(_ answer: [UInt8]?, _ responder: TSIGResponder?) -> [UInt8]? {
        guard var answer, var responder else { return answer }
        do { try responder.sign(&answer, at: now()) } catch { return nil }
        return answer
    }

    private func refuse(_ request: [UInt8], _ refusal: TSIGRefusal) -> Reply {
        guard var answer = Answerer.refusal(refusal.responseCode, of: request.span) else { return .nothing }
        do { try refusal.sign(&answer, at: now()) } catch { return .nothing }
        return .message(answer)
    }
}

extension Reply {
    fileprivate init(_ message: [UInt8]?) { self = message.map(Reply.message) ?? .nothing }
}

extension TSIGResponder {
    /// What `sign` adds to an answer at most, in bytes: names, numbers of 26 bytes, and the MAC.
    fileprivate var signatureLength: Int { key.name.wire.count + key.algorithm.name.wire.count + 26 + key.macLength }
}
