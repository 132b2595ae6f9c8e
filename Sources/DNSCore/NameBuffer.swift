import Glibc

/// One name in wire form, decompressed: the scratch space that a million names pass through without a heap object each.
///
/// Its memory has one owner, since it cannot be copied: so it may move between threads.
public struct NameBuffer: ~Copyable, @unchecked Sendable {
    /// 255 bytes are the longest name (RFC 1035 section 3.1).
    public static let capacity = 255

    private let storage: UnsafeMutableRawBufferPointer
    /// Bytes in use, the root label among them.
    public private(set) var count = 0

    public init() {
        storage = .allocate(byteCount: Self.capacity + 1, alignment: 8)
    }

    deinit {
        storage.deallocate()
    }

    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[0..<count]) }

    /// Reads the name at `start` of `message`, following pointers strictly backwards.
    ///
    /// Every jump goes to a lower offset than the one before and the total is bounded by 255 bytes, so it ends.
    /// - Parameter end: where the enclosing RDATA or message ends; what a pointer leads to may lie anywhere before.
    /// - Returns: the offset after the name as it stands at `start`.
    mutating func load(from message: Span<UInt8>, at start: Int, end: Int) throws(WireError) -> Int {
        try message.withUnsafeBufferPointer { source throws(WireError) -> Int in
            try load(from: source, at: start, end: end)
        }
    }

    private mutating func load(
        from message: UnsafeBufferPointer<UInt8>, at start: Int, end: Int
    ) throws(WireError) -> Int {
        guard start >= 0, end <= message.count else { throw WireError(.truncated, at: start) }
        var position = start
        var limit = end
        var floor = start
        var after: Int?
        count = 0
        while true {
            guard position < limit else { throw WireError(.truncated, at: position) }
            let length = Int(message[position])
            switch length >> 6 {
            case 0:
                guard count + length + 1 <= Self.capacity else { throw WireError(.nameTooLong, at: start) }
                guard position + length < limit else { throw WireError(.truncated, at: position) }
                append(message, position..<(position + length + 1))
                position += length + 1
                if length == 0 { return after ?? position }
            case 3:
                guard position + 1 < limit else { throw WireError(.truncated, at: position) }
                let target = (length & 0x3F) << 8 | Int(message[position + 1])
                guard target < floor else { throw WireError(.pointerNotBackwards, at: position) }
                if after == nil { after = position + 2 }
                floor = target
                position = target
                limit = message.count
            default:
                throw WireError(.reservedLabelType, at: position)
            }
        }
    }

    /// Copies a label with its length byte; the caller has checked both ends.
    private mutating func append(_ message: UnsafeBufferPointer<UInt8>, _ label: Range<Int>) {
        guard let source = message.baseAddress, let target = storage.baseAddress else { return }
        memcpy(target + count, source + label.lowerBound, label.count)
        count += label.count
    }
}
