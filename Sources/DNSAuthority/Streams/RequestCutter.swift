import NIOCore

/// Cuts what comes over a connection into requests, each with its length in the two bytes before it (RFC 1035 section
/// 4.2.2), and keeps those that nobody has asked for yet.
struct RequestCutter {
    /// Bytes of a request.
    let limit: Int
    private var buffer = ByteBuffer()

    struct TooLong: Error {}

    init(limit: Int) { self.limit = limit }

    mutating func append(_ chunk: inout ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = chunk
        } else {
            buffer.discardReadBytes()
            buffer.writeBuffer(&chunk)
        }
    }

    /// The next request; nil while it is not whole.
    mutating func next() throws(TooLong) -> [UInt8]? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt16.self).map(Int.init) else { return nil }
        guard length <= limit else { throw TooLong() }
        guard buffer.readableBytes >= 2 + length else { return nil }
        buffer.moveReaderIndex(forwardBy: 2)
        defer { if buffer.readableBytes == 0 { buffer = ByteBuffer() } }
        return buffer.readBytes(length: length)
    }
}
