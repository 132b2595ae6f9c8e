import DNSCore

/// What one secondary is told about a zone (RFC 1996 section 3), and what counts as its acknowledgement.
struct NotifyRequest: Sendable {
    let bytes: [UInt8]
    private let id: UInt16
    private let question: Question
    /// There where a key signs.
    private let signing: TSIGExchange?

    /// What a packet from the secondary's address is.
    enum Judgement: Equatable, Sendable {
        /// No answer to this request: another id or question, or no answer at all.
        case foreign
        case acknowledged
        case refused(ResponseCode)
        /// An answer that does not prove who it is from.
        case unproven(TSIGError)
    }

    /// - Parameters:
    ///   - soa: the zone's newest SOA record, as a hint for those that believe it (section 3.7).
    ///   - id: unpredictable, so that nobody else can answer.
    ///   - seconds: Our clock, since 1970.
    init(of soa: ResourceRecord, key: TSIGKey?, id: UInt16, at seconds: UInt64) throws {
        self.id = id
        question = Question(name: soa.name, type: .soa)
        let message = Message(
            header: Header(id: id, opcode: .notify, flags: .authoritative), questions: [question], answers: [soa])
        var bytes = try message.encoded()
        var signing = key.map(TSIGExchange.init)
        try signing?.sign(&bytes, at: seconds)
        self.bytes = bytes
        self.signing = signing
    }

    /// - Parameter seconds: Our clock, since 1970.
    func judge(_ answer: Span<UInt8>, at seconds: UInt64) -> Judgement {
        guard let message = try? Message(decoding: answer), message.header.id == id, message.header.isResponse,
            message.header.opcode == .notify
        else { return .foreign }
        // One that could not read the request may have no question to repeat.
        let isBare = message.questions.isEmpty && message.header.responseCode != .noError
        guard isBare || message.questions == [question] else { return .foreign }
        if let signing {
            do { try signing.verify(answer, at: seconds) } catch { return .unproven(error) }
        }
        return message.header.responseCode == .noError ? .acknowledged : .refused(message.header.responseCode)
    }
}
