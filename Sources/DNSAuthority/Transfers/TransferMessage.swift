import DNSCore

/// One message of a transfer as it fills with records.
struct TransferMessage {
    private var writer = WireWriter()
    private var answerCount: UInt16 = 0
    private let hasEDNS: Bool
    /// Beyond this only a record that stands alone goes.
    private let limit: Int
    private let hardLimit: Int

    /// An OPT record without options (RFC 6891 section 6.1.2): the root, type, size, code, length.
    private static let edns: [UInt8] = [0, 0, 41, 0x04, 0xD0, 0, 0, 0, 0, 0, 0]

    /// - Parameters:
    ///   - isFirst: the question and the OPT record go into the first message alone (RFC 5936 section 2.2.1).
    ///   - limit: bytes of a message with several records.
    ///   - hardLimit: bytes of a message with one.
    ///   - reserve: of both so many are for a TSIG record.
    init(answering request: TransferRequest, isFirst: Bool, limit: Int, hardLimit: Int, reserve: Int) {
        hasEDNS = isFirst && request.hasEDNS
        let reserve = reserve + (hasEDNS ? Self.edns.count : 0)
        self.limit = limit - reserve
        self.hardLimit = hardLimit - reserve
        let header = Header(
            id: request.id, isResponse: true, flags: request.flags.union(.authoritative))
        header.write(
            SectionCounts(questions: isFirst ? 1 : 0, answers: 0, authorities: 0, additionals: hasEDNS ? 1 : 0),
            to: &writer)
        if isFirst { request.question.write(to: &writer) }
    }

    /// Puts in as many records as there is room for, from `position` on, and moves it behind them (see `RRset.rdata(at:)`).
    /// - Returns: whether all of them have gone in.
    /// - Throws: where one is too large for any message.
    mutating func append(_ rrset: RRset, at owner: DomainName, from position: inout Int) throws(WireError) -> Bool {
        var pointer: UInt16?
        while let rdata = rrset.rdata(at: position) {
            guard hasRoom(for: owner.wire.count + 10 + rdata.count) else {
                guard answerCount > 0 else { throw WireError(.tooLong("record"), at: hardLimit) }
                return false
            }
            if let pointer {
                writer.write(pointer)
            } else {
                pointer = write(owner)
            }
            writer.write(rrset.type.rawValue)
            writer.write(RecordClass.in.rawValue)
            writer.write(rrset.ttl)
            try write(rdata, of: rrset.type)
            answerCount += 1
            position += 2 + rdata.count
        }
        return true
    }

    /// The whole message.
    consuming func finish() throws(WireError) -> [UInt8] {
        if hasEDNS { writer.write(Self.edns) }
        let count = answerCount
        var bytes = try writer.finish()
        bytes[6] = UInt8(truncatingIfNeeded: count >> 8)
        bytes[7] = UInt8(truncatingIfNeeded: count)
        return bytes
    }

    private func hasRoom(for count: Int) -> Bool {
        answerCount < .max && writer.bytes.count + count <= (answerCount == 0 ? hardLimit : limit)
    }

    /// - Returns: what stands for the name from now on; nil where no pointer reaches it.
    private mutating func write(_ owner: DomainName) -> UInt16? {
        let start = writer.bytes.count
        writer.writeCompressed(owner)
        let first = writer.bytes[start]
        if first >= 0xC0 { return UInt16(first) << 8 | UInt16(writer.bytes[start + 1]) }
        return start <= 0x3FFF ? 0xC000 | UInt16(start) : nil
    }

    /// Names are compressed in the types of RFC 1035 alone (RFC 3597 section 4).
    private mutating func write(_ rdata: Span<UInt8>, of type: RecordType) throws(WireError) {
        switch type {
        case .ns, .cname, .ptr, .mx, .soa:
            var reader = WireReader(rdata)
            let data = try RecordData(type: type, reader: &reader)
            try writer.writeWithLength(data.write)
        default:
            writer.write(UInt16(truncatingIfNeeded: rdata.count))
            writer.write(rdata)
        }
    }
}
