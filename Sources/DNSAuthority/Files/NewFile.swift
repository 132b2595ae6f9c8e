import Glibc

/// A file that did not exist before, written from its beginning to its end in large pieces.
final class NewFile: TextOutputStream {
    private let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var failure: ExportFolder.Failure?

    private static let pieceSize = 1 << 18

    init(_ path: String, mode: mode_t) throws(ExportFolder.Failure) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw ExportFolder.Failure(path) }
    }

    deinit { close(descriptor) }

    func write(_ text: String) {
        pending += text.utf8
        if pending.count >= Self.pieceSize { flush() }
    }

    /// - Throws: what went wrong since the beginning.
    func finish() throws(ExportFolder.Failure) {
        flush()
        if failure == nil, fsync(descriptor) != 0 { failure = ExportFolder.Failure(path) }
        if let failure { throw failure }
    }

    private func flush() {
        var rest = pending[...]
        while !rest.isEmpty, failure == nil {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                failure = ExportFolder.Failure(path)
            }
        }
        pending.removeAll(keepingCapacity: true)
    }
}
