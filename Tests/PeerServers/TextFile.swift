import Glibc

/// A file that is written from its beginning to its end, in large pieces.
final class TextFile: TextOutputStream {
    private let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var failure: PeerError?

    private static let pieceSize = 1 << 20

    init(_ path: String) throws(PeerError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotStart("\(path): \(errorText())") }
        pending.reserveCapacity(Self.pieceSize + 4096)
    }

    deinit { close(descriptor) }

    func write(_ text: String) {
        pending += text.utf8
        if pending.count >= Self.pieceSize { flush() }
    }

    /// The file's path, once all of it is there.
    func finish() throws(PeerError) -> String {
        flush()
        if let failure { throw failure }
        return path
    }

    private func flush() {
        var start = 0
        while start < pending.count, failure == nil {
            let written = pending[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 { start += written } else { failure = .cannotStart("\(path): \(errorText())") }
        }
        pending.removeAll(keepingCapacity: true)
    }
}
