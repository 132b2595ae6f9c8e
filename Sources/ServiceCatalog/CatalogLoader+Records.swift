import DNSCore

extension CatalogLoader {
    /// Records that did not come in a transfer, as if they had.
    package mutating func add(_ records: [ResourceRecord]) throws(WireError) {
        for message in Self.messages(of: records) {
            beginMessage()
            var reader = try Self.answers(of: message.bytes.span)
            for _ in 0..<message.count { try add(RecordView(&reader)) }
        }
    }

    package mutating func remove(_ records: [ResourceRecord]) throws(WireError) {
        for message in Self.messages(of: records) {
            beginMessage()
            var reader = try Self.answers(of: message.bytes.span)
            for _ in 0..<message.count { try remove(RecordView(&reader)) }
        }
    }

    private struct EncodedAnswers {
        var bytes: [UInt8]
        var count: Int
    }

    private static func messages(of records: [ResourceRecord]) -> [EncodedAnswers] {
        stride(from: 0, to: records.count, by: 50).flatMap { start in
            encoded(Array(records[start..<min(start + 50, records.count)]))
        }
    }

    /// One message, or one a record where together they are too long.
    private static func encoded(_ records: [ResourceRecord]) -> [EncodedAnswers] {
        let message = Message(header: Header(id: 0, isResponse: true), answers: records)
        if let bytes = try? message.encoded() { return [EncodedAnswers(bytes: bytes, count: records.count)] }
        return records.count < 2 ? [] : records.flatMap { encoded([$0]) }
    }

    /// A reader at the first record behind the header of a message without a question.
    @_lifetime(copy message)
    private static func answers(of message: Span<UInt8>) throws(WireError) -> WireReader {
        var reader = WireReader(message)
        try reader.skip(12)
        return reader
    }
}
