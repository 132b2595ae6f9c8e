import DNSCore

/// What can be told of a request at a glance, before anything else of it is believed.
struct RequestHead {
    let opcode: Opcode
    /// Of the first question; nil where there is none.
    let type: RecordType?
    /// Whether there may be a signature at its end: not where an OPT record is all that follows the question.
    let mayBeSigned: Bool

    /// - Returns: nil for what is no request at all.
    init?(_ bytes: Span<UInt8>) {
        var reader = WireReader(bytes)
        guard let (header, counts) = try? Header.read(&reader), !header.isResponse else { return nil }
        opcode = header.opcode
        guard counts.questions > 0, (try? reader.skipName()) != nil, let number = try? reader.readUInt16() else {
            type = nil
            mayBeSigned = counts.additionals > 0
            return
        }
        type = RecordType(rawValue: number)
        let isAlone = counts.questions == 1 && counts.answers == 0 && counts.authorities == 0 && counts.additionals == 1
        mayBeSigned = counts.additionals > 0 && !(isAlone && reader.isBeforeOPT)
    }

    var isTransfer: Bool { opcode == .query && (type == .axfr || type == .ixfr) }
}

extension WireReader {
    /// Whether the class of a question and then the OPT record come next (RFC 6891 section 6.1.2).
    fileprivate var isBeforeOPT: Bool {
        let start = offset + 2
        return end - start >= 3 && bytes[start] == 0 && bytes[start + 1] == 0 && bytes[start + 2] == 41
    }
}
