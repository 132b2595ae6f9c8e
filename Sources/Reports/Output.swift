import Glibc

/// Why nothing more could be written.
package enum OutputError: Error, Hashable, Sendable {
    /// Whoever read has gone away (EPIPE): the usual end of `svctop list | head`, and no one's mistake.
    case readerGone
    /// The errno of write(2).
    case failed(Int32)
}

extension OutputError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .readerGone: "the reader has gone away"
        case .failed(let number): String(cString: strerror(number))
        }
    }
}

/// Bytes on their way to a file descriptor, gathered into few large writes.
///
/// The first failure is kept, and all that is written after it is dropped: who streams rows needs to look at `isOpen` only
/// now and then, and at what `finish` throws. SIGPIPE has to be ignored by the process.
package struct Output: ~Copyable {
    private static let capacity = 1 << 16

    private let descriptor: Int32
    private let buffer: UnsafeMutableRawBufferPointer
    private var count = 0
    private var failure: OutputError?
    /// What has been written, where it goes to no descriptor.
    private var kept: [UInt8] = []
    private let keptLimit: Int?

    /// - Parameter descriptor: Stays the caller's to close.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
        keptLimit = nil
        buffer = .allocate(byteCount: Self.capacity, alignment: 8)
    }

    /// For `takeKept`: nothing goes anywhere.
    /// - Parameter limit: Bytes; more are a failure.
    package init(keeping limit: Int) {
        descriptor = -1
        keptLimit = limit
        buffer = .allocate(byteCount: Self.capacity, alignment: 8)
    }

    deinit {
        buffer.deallocate()
    }

    /// Whether what is written may still arrive.
    package var isOpen: Bool { failure == nil }

    /// Sends what is left.
    package mutating func finish() throws(OutputError) {
        flush()
        if let failure { throw failure }
    }

    /// What has been written; nil where that was too much.
    package mutating func takeKept() -> [UInt8]? {
        flush()
        return failure == nil ? kept : nil
    }

    package mutating func flush() {
        if let keptLimit { return keep(limit: keptLimit) }
        var position = 0
        while position < count, failure == nil {
            let written = Glibc.write(descriptor, buffer.baseAddress.map { $0 + position }, count - position)
            if written > 0 {
                position += written
            } else {
                recover(from: written < 0 ? errno : EIO)
            }
        }
        count = 0
    }

    private mutating func keep(limit: Int) {
        if kept.count + count > limit { failure = .failed(EMSGSIZE) }
        if failure == nil { kept += UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]) }
        count = 0
    }

    private mutating func recover(from number: Int32) {
        switch number {
        case EINTR: return
        case EAGAIN:
            var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&request, 1, -1)
        case EPIPE: failure = .readerGone
        default: failure = .failed(number)
        }
    }
}

extension Output {
    package mutating func write(_ byte: UInt8) {
        if count == Self.capacity { flush() }
        buffer[count] = byte
        count += 1
    }

    package mutating func write(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while !rest.isEmpty {
            if count == Self.capacity { flush() }
            let size = min(rest.count, Self.capacity - count)
            UnsafeMutableRawBufferPointer(rebasing: buffer[count..<(count + size)])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<size]))
            count += size
            rest = UnsafeRawBufferPointer(rebasing: rest[size...])
        }
    }

    package mutating func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { write($0) }
    }

    package mutating func write(_ text: StaticString) {
        text.withUTF8Buffer { write(UnsafeRawBufferPointer($0)) }
    }

    @_disfavoredOverload
    package mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    package mutating func write(_ byte: UInt8, times: Int) {
        for _ in 0..<max(0, times) { write(byte) }
    }
}
