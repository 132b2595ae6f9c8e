import DNSCore

/// What becomes of a request for a zone transfer.
package struct TransferDesk: Sendable {
    private let zones: ZoneRegistry
    private let mayTransfer: @Sendable (_ apex: DomainName, Requester) -> Bool

    private struct Refusal: Error {
        var code: ResponseCode
    }

    package init(
        zones: ZoneRegistry, mayTransfer: @escaping @Sendable (_ apex: DomainName, Requester) -> Bool
    ) {
        self.zones = zones
        self.mayTransfer = mayTransfer
    }

    /// - Parameters:
    ///   - bytes: a message whose opcode is QUERY and whose type is AXFR or IXFR.
    ///   - signing: what has verified it, where it was signed.
    ///   - seconds: Our clock, since 1970.
    package func reply(
        to bytes: Span<UInt8>, from requester: Requester, signing: TSIGResponder?, at seconds: UInt64
    ) -> Reply {
        var reader = WireReader(bytes)
        guard let header = try? Header.read(&reader).header, !header.isResponse else { return .nothing }
        let message = try? Message(decoding: bytes)
        do throws(Refusal) {
            let (request, zone) = try admit(message, from: requester)
            guard requester.transport == .datagram else {
                return .transfer(OutgoingTransfer(request, of: zone, signing: signing))
            }
            let limit = min(max(Int(message?.edns?.udpSize ?? 512), 512), 1232)
            let answer = OutgoingTransfer.datagram(request, of: zone, signing: signing, limit: limit, at: seconds)
            return answer.map(Reply.message) ?? .nothing
        } catch {
            var signing = signing
            let answer = Message(refusing: header, message, error.code).signed(by: &signing, at: seconds)
            return answer.map(Reply.message) ?? .nothing
        }
    }

    private func admit(_ message: Message?, from requester: Requester) throws(Refusal) -> (TransferRequest, Zone) {
        if let edns = message?.edns, edns.version > 0 { throw Refusal(code: .badVersion) }
        guard let request = message.flatMap(TransferRequest.init) else { throw Refusal(code: .formatError) }
        // AXFR is not defined for UDP (RFC 5936 section 4.2).
        if requester.transport == .datagram, request.known == nil { throw Refusal(code: .formatError) }
        guard request.question.recordClass == .in, let zone = zones[request.zone] else {
            throw Refusal(code: .notAuth)
        }
        guard mayTransfer(zone.apex, requester) else { throw Refusal(code: .refused) }
        return (request, zone)
    }
}

extension Message {
    /// An answer that says nothing but a code; the question comes back where it could be read.
    fileprivate init(refusing request: Header, _ message: Message?, _ code: ResponseCode) {
        self.init(
            header: Header(
                id: request.id, isResponse: true, opcode: request.opcode,
                flags: request.flags.intersection(.recursionDesired), responseCode: code),
            questions: message?.questions ?? [], edns: message?.edns.map { _ in EDNS() })
    }
}
