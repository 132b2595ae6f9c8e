import DNSCore

/// A request for a zone transfer: AXFR (RFC 5936 section 2.1) or IXFR (RFC 1995 section 3).
package struct TransferRequest: Hashable, Sendable {
    package let id: UInt16
    package let question: Question
    /// The version that the client has already: with IXFR.
    package let known: Serial?
    /// What goes back as it came: RD.
    let flags: Header.Flags
    let hasEDNS: Bool

    package var zone: DomainName { question.name }

    /// - Returns: nil for what is no request for a transfer, or no well-formed one.
    package init?(_ message: Message) {
        guard !message.header.isResponse, message.header.opcode == .query, message.questions.count == 1,
            let question = message.questions.first, message.answers.isEmpty
        else { return nil }
        switch question.type {
        case .axfr: known = nil
        case .ixfr:
            guard let serial = Self.known(message, question.name) else { return nil }
            known = serial
        default: return nil
        }
        self.question = question
        id = message.header.id
        flags = message.header.flags.intersection(.recursionDesired)
        hasEDNS = message.edns != nil
    }

    /// The serial of the SOA record in the authority section: the zone's, and the only one.
    private static func known(_ message: Message, _ zone: DomainName) -> Serial? {
        guard message.authorities.count == 1, let record = message.authorities.first, record.name == zone,
            case .soa(let soa) = record.data
        else { return nil }
        return soa.serial
    }
}
