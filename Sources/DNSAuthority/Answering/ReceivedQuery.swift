import DNSCore

/// What a request asks for, read no further than an answer needs: header, question and EDNS.
struct ReceivedQuery: Sendable {
    /// What its OPT record says (RFC 6891 section 6.1).
    struct Extensions: Sendable {
        /// The largest datagram that the sender takes.
        var udpSize: UInt16
        var version: UInt8
        /// DO.
        var dnssecOK: Bool
    }

    let id: UInt16
    let opcode: Opcode
    /// RD.
    let isRecursionDesired: Bool
    /// The only question; nil where there is none, more than one, or none that can be read.
    private(set) var question: Question?
    private(set) var extensions: Extensions?
    /// Whether the bytes are no DNS message with one question.
    private(set) var isMalformed = false

    /// - Returns: nil for what gets no answer: a response, or too little to tell.
    init?(_ bytes: Span<UInt8>) {
        var reader = WireReader(bytes)
        guard let (header, counts) = try? Header.read(&reader), !header.isResponse else { return nil }
        id = header.id
        opcode = header.opcode
        isRecursionDesired = header.flags.contains(.recursionDesired)
        do {
            try readQuestions(&reader, counts.questions)
            try readRecords(&reader, counts)
            if reader.remaining > 0 { isMalformed = true }
        } catch {
            isMalformed = true
        }
    }

    private mutating func readQuestions(_ reader: inout WireReader, _ count: UInt16) throws(WireError) {
        isMalformed = count != 1
        for _ in 0..<count {
            let start = reader.offset
            let question = try Question(&reader)
            // There is nothing before the first name that it could point at.
            guard reader.offset - start == question.name.wire.count + 4 else {
                throw WireError(.pointerNotBackwards, at: start)
            }
            if count == 1 { self.question = question }
        }
    }

    private mutating func readRecords(_ reader: inout WireReader, _ counts: SectionCounts) throws(WireError) {
        for _ in 0..<(Int(counts.answers) + Int(counts.authorities)) {
            let record = try RecordView(&reader)
            if record.type == .opt { isMalformed = true }
        }
        for _ in 0..<counts.additionals {
            let record = try RecordView(&reader)
            if record.type == .opt { try readExtensions(record) }
        }
    }

    private mutating func readExtensions(_ record: borrowing RecordView) throws(WireError) {
        if extensions != nil || record.message[record.ownerOffset] != 0 { isMalformed = true }
        extensions = Extensions(
            udpSize: record.recordClass.rawValue, version: UInt8(truncatingIfNeeded: record.ttl >> 16),
            dnssecOK: record.ttl & 0x8000 != 0)
        var options = try record.rdataReader
        while options.remaining > 0 {
            try options.skip(2)
            try options.skip(Int(try options.readUInt16()))
        }
    }
}

extension ReceivedQuery {
    /// The largest datagram that we send: what passes everywhere in one piece.
    static let datagramLimit = 1232

    /// The most bytes that an answer may have.
    func limit(isStream: Bool) -> Int {
        if isStream { return 0xFFFF }
        // Less than 512 means 512 (RFC 6891 section 6.2.3).
        return min(max(512, Int(extensions?.udpSize ?? 0)), Self.datagramLimit)
    }

    /// Why there is nothing to look up.
    var refusal: ResponseCode? {
        if opcode != .query { return .notImplemented }
        guard !isMalformed, let question else { return .formatError }
        if let extensions, extensions.version > 0 { return .badVersion }
        if question.recordClass != .in { return .refused }
        switch question.type.rawValue {
        case RecordType.opt.rawValue, RecordType.tsig.rawValue: return .formatError
        // TKEY, MAILB, MAILA: questions for something else than data.
        case 249, 253, 254: return .notImplemented
        default: return nil
        }
    }
}
