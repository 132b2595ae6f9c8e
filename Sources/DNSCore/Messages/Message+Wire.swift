extension Message {
    /// Reads a whole message; nothing may follow it.
    ///
    /// There is at most one OPT record, in the additional section, and a TSIG record is the last of all. What an UPDATE
    /// may contain is for the one who carries it out to judge.
    public init(decoding bytes: Span<UInt8>) throws(WireError) {
        var reader = WireReader(bytes)
        let (header, counts) = try Header.read(&reader)
        self.init(header: header)
        for _ in 0..<counts.questions { questions.append(try Question(&reader)) }
        answers = try Self.section(&reader, counts.answers)
        authorities = try Self.section(&reader, counts.authorities)
        try readAdditionals(&reader, counts.additionals)
        guard reader.remaining == 0 else { throw WireError(.trailingBytes, at: reader.offset) }
    }

    public init(decoding bytes: [UInt8]) throws(WireError) {
        try self.init(decoding: bytes.span)
    }

    private static func section(_ reader: inout WireReader, _ count: UInt16) throws(WireError) -> [ResourceRecord] {
        var records: [ResourceRecord] = []
        for _ in 0..<count {
            let record = try RecordView(&reader)
            guard record.type != .opt, record.type != .tsig else {
                throw WireError(.invalid("section for an OPT or TSIG record"), at: record.ownerOffset)
            }
            records.append(try record.resourceRecord())
        }
        return records
    }

    private mutating func readAdditionals(_ reader: inout WireReader, _ count: UInt16) throws(WireError) {
        for index in 0..<count {
            let record = try RecordView(&reader)
            switch record.type {
            case .opt:
                guard edns == nil else { throw WireError(.invalid("second OPT record"), at: record.ownerOffset) }
                let (edns, extendedCode) = try EDNS.read(record)
                self.edns = edns
                header.responseCode = ResponseCode(rawValue: header.responseCode.rawValue | extendedCode)
            case .tsig where index != count - 1 || record.recordClass != .any:
                throw WireError(.invalid("place or class of a TSIG record"), at: record.ownerOffset)
            default:
                additionals.append(try record.resourceRecord())
            }
        }
    }

    /// The bytes on the wire. The OPT record goes to the end of the additional section, before a TSIG record.
    /// - Parameter limit: the most bytes that the message may have.
    public func encoded(limit: Int = 65_535) throws(WireError) -> [UInt8] {
        var writer = WireWriter()
        let additionals = additionalsWithEDNS
        header.write(try counts(additionals.count), to: &writer)
        guard header.responseCode.rawValue <= (edns == nil ? 0xF : 0xFFF) else {
            throw WireError(.tooLong("response code"), at: 2)
        }
        for question in questions { question.write(to: &writer) }
        for record in answers + authorities + additionals { try record.write(to: &writer) }
        return try writer.finish(limit: limit)
    }

    private var additionalsWithEDNS: [ResourceRecord] {
        guard let record = edns?.record(header.responseCode) else { return additionals }
        let place = additionals.last?.type == .tsig ? additionals.count - 1 : additionals.count
        return additionals[..<place] + [record] + additionals[place...]
    }

    private func counts(_ additionals: Int) throws(WireError) -> SectionCounts {
        guard let questions = UInt16(exactly: questions.count), let answers = UInt16(exactly: answers.count),
            let authorities = UInt16(exactly: authorities.count), let additionals = UInt16(exactly: additionals)
        else { throw WireError(.tooLong("section"), at: 0) }
        return SectionCounts(
            questions: questions, answers: answers, authorities: authorities, additionals: additionals)
    }
}
