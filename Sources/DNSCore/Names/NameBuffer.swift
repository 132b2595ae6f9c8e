/// One name in wire form, decompressed: the scratch space that a million names pass through without a heap object each.
///
/// Its memory has one owner, since it cannot be copied: so it may move between threads.
public struct NameBuffer: ~Copyable, @unchecked Sendable {
    /// 255 bytes are the longest name (RFC 1035 section 3.1).
    public static let capacity = 255

    private let storage: UnsafeMutableRawBufferPointer
    /// Bytes in use, the root label among them; 0 before anything was read.
    public private(set) var count = 0

    public init() {
        storage = .allocate(byteCount: Self.capacity + 1, alignment: 8)
    }

    deinit {
        storage.deallocate()
    }

    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[0..<count]) }

    /// Reads the name at `start` of `message`.
    /// - Returns: the offset after the name as it stands at `start`.
    mutating func load(from message: Span<UInt8>, at start: Int, end: Int) throws(WireError) -> Int {
        count = 0
        let next: Int
        (count, next) = try decompressName(in: message, at: start, end: end, into: storage)
        return next
    }
}
