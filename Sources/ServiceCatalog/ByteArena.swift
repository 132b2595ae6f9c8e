/// Byte strings of up to 64 KiB, one after the other in chunks, addressed by 32 bits: never moved, never freed one by one.
struct ByteArena: Sendable {
    private static let chunkSize = 1 << 16

    private var chunks: [ContiguousArray<UInt8>] = []
    /// Bytes in use.
    private(set) var count = 0

    /// Where the bytes were put; nil when 4 GiB are full.
    mutating func append(_ bytes: UnsafeRawBufferPointer) -> UInt32? {
        guard bytes.count <= Self.chunkSize else { return nil }
        if chunks.isEmpty || chunks[chunks.count - 1].count + bytes.count > Self.chunkSize {
            guard chunks.count < 1 << 16 else { return nil }
            var chunk = ContiguousArray<UInt8>()
            chunk.reserveCapacity(Self.chunkSize)
            chunks.append(chunk)
        }
        let chunk = chunks.count - 1
        let position = UInt32(chunk << 16 | chunks[chunk].count)
        chunks[chunk].append(contentsOf: bytes)
        count += bytes.count
        return position
    }

    func withBytes<R>(at position: UInt32, count: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        chunks[Int(position >> 16)].withUnsafeBytes { chunk in
            let start = Int(position & 0xFFFF)
            return body(UnsafeRawBufferPointer(rebasing: chunk[start..<(start + count)]))
        }
    }
}
