import NIOCore

/// Cuts a stream into messages, each with its length in the two bytes before it (RFC 1035 section 4.2.2).
///
/// Messages are handed out where they lie in what was read; only one that a read has cut in two is copied.
struct MessageCutter {
    /// The beginning of a message, its length included.
    private var partial = ByteBuffer()

    /// Whether the stream stands in the middle of a message.
    var isInsideMessage: Bool { partial.readableBytes > 0 }

    /// Of the message that the stream stands in, once that is known.
    var expectedLength: Int? {
        partial.getInteger(at: partial.readerIndex, as: UInt16.self).map(Int.init)
    }

    /// - Parameter body: takes one message; false when it needs no more.
    mutating func cut<Failure: Error>(
        _ chunk: consuming ByteBuffer, _ body: (Span<UInt8>) throws(Failure) -> Bool
    ) throws(Failure) {
        if isInsideMessage {
            guard complete(from: &chunk) else { return }
            partial.moveReaderIndex(forwardBy: 2)
            defer { partial.clear() }
            guard try body(partial.readableBytesUInt8Span) else { return }
        }
        while let length = chunk.getInteger(at: chunk.readerIndex, as: UInt16.self).map(Int.init),
            chunk.readableBytes >= 2 + length
        {
            guard try body(chunk.readableBytesUInt8Span.extracting(2..<(2 + length))) else { return }
            chunk.moveReaderIndex(forwardBy: 2 + length)
        }
        partial.writeBuffer(&chunk)
    }

    /// Moves bytes to the cut message until it is whole.
    private mutating func complete(from chunk: inout ByteBuffer) -> Bool {
        while true {
            let missing = missingBytes
            if missing == 0 { return true }
            guard var bytes = chunk.readSlice(length: min(missing, chunk.readableBytes)), bytes.readableBytes > 0 else {
                return false
            }
            partial.writeBuffer(&bytes)
        }
    }

    /// To the end of the message, or of its length while that is not known.
    private var missingBytes: Int {
        guard let length = partial.getInteger(at: partial.readerIndex, as: UInt16.self) else {
            return 2 - partial.readableBytes
        }
        return 2 + Int(length) - partial.readableBytes
    }
}
