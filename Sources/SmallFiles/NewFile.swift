import Glibc

/// A file that did not exist before, written from its beginning to its end in large pieces.
package final class NewFile: TextOutputStream {
    private let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var failure: FileFailure?

    private static let pieceSize = 1 << 18

    package init(_ path: String, mode: mode_t) throws(FileFailure) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileFailure(path) }
    }

    deinit { close(descriptor) }

    package func write(_ text: String) {
        pending += text.utf8
        if pending.count >= Self.pieceSize { flush() }
    }

    /// - Throws: what went wrong since the beginning.
    package func finish() throws(FileFailure) {
        flush()
        if failure == nil, fsync(descriptor) != 0 { failure = FileFailure(path) }
        if let failure { throw failure }
    }

    private func flush() {
        var rest = pending[...]
        while !rest.isEmpty, failure == nil {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                failure = FileFailure(path)
            }
        }
        pending.removeAll(keepingCapacity: true)
    }
}

extension NewFile {
    /// Writes a whole file; where there was one of that name, it is there until the new one is, and stays if that fails.
    ///
    /// - Parameter mode: 0600 for what nobody else may read.
    package static func replace(_ path: String, with text: String, mode: mode_t) throws(FileFailure) {
        let draft = "\(path).new"
        unlink(draft)
        do throws(FileFailure) {
            let file = try NewFile(draft, mode: mode)
            file.write(text)
            try file.finish()
            guard rename(draft, path) == 0 else { throw FileFailure(path) }
        } catch {
            unlink(draft)
            throw error
        }
    }

    /// Writes a whole file of a name that there was none of.
    package static func create(_ path: String, with text: String, mode: mode_t) throws(FileFailure) {
        let file = try NewFile(path, mode: mode)
        file.write(text)
        do throws(FileFailure) {
            try file.finish()
        } catch {
            unlink(path)
            throw error
        }
    }
}
