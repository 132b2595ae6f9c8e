import DNSCore

/// What can be told of a request at a glance, before anything else of it is believed.
struct RequestHead {
    let opcode: Opcode
    /// Of the first question; nil where there is none.
    let type: RecordType?
    /// Whether there may be a signature at its end.
    let mayBeSigned: Bool

    /// - Returns: nil for what is no request at all.
    init?(_ bytes: Span<UInt8>) {
        var reader = WireReader(bytes)
        guard let (header, counts) = try? Header.read(&reader), !header.isResponse else { return nil }
        opcode = header.opcode
        // An OPT record may be alone there; a signature comes with another name than the root.
        mayBeSigned = counts.additionals > 1 || counts.additionals == 1 && !bytes.endsWithOPT
        guard counts.questions > 0, (try? reader.skipName()) != nil, let number = try? reader.readUInt16() else {
            type = nil
            return
        }
        type = RecordType(rawValue: number)
    }

    var isTransfer: Bool { opcode == .query && (type == .axfr || type == .ixfr) }
}

extension Span<UInt8> {
    /// Whether the last eleven bytes are an OPT record without options: what nearly every resolver sends.
    fileprivate var endsWithOPT: Bool {
        guard count >= 11 else { return false }
        let start = count - 11
        return self[start] == 0 && self[start + 1] == 0 && self[start + 2] == 41 && self[start + 9] == 0
            && self[start + 10] == 0
    }
}
