/// Memory that somebody lends for an answer to grow in. What does not fit is not written, and not forgotten either.
struct AnswerBytes: ~Copyable {
    private let memory: UnsafeMutableRawBufferPointer
    private(set) var count = 0
    /// No byte is written beyond it.
    private(set) var limit: Int
    /// Whether something did not fit.
    private(set) var isOverrun = false

    /// - Parameter memory: Outlives this value.
    init(_ memory: UnsafeMutableRawBufferPointer, limit: Int) {
        self.memory = memory
        self.limit = min(max(0, limit), memory.count)
    }

    /// Moves the limit, at most to the memory's end.
    mutating func setLimit(_ limit: Int) { self.limit = min(max(count, limit), memory.count) }

    @inline(__always)
    private mutating func claim(_ size: Int) -> UnsafeMutableRawPointer? {
        guard size <= limit - count, let start = memory.baseAddress else {
            isOverrun = true
            return nil
        }
        defer { count += size }
        return start + count
    }

    mutating func write(_ value: UInt8) { claim(1)?.storeBytes(of: value, as: UInt8.self) }

    mutating func write(_ value: UInt16) { claim(2)?.storeBytes(of: value.bigEndian, as: UInt16.self) }

    mutating func write(_ value: UInt32) { claim(4)?.storeBytes(of: value.bigEndian, as: UInt32.self) }

    mutating func write(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        claim(bytes.count)?.copyMemory(from: source, byteCount: bytes.count)
    }

    /// Writes over what is there already.
    mutating func replace(_ value: UInt16, at offset: Int) {
        guard offset >= 0, offset <= count - 2 else { return }
        memory.storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt16.self)
    }

    /// Takes back all that was written since there were so many bytes.
    mutating func cut(to count: Int) {
        self.count = min(self.count, max(0, count))
        isOverrun = false
    }

    /// What has been written so far.
    var written: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[0..<count]) }
}
