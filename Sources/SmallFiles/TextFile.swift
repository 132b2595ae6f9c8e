import Glibc

/// A small text file that may hold secrets.
package struct TextFile {
    package let text: String
    /// Whether everyone on this machine can read it.
    package let isReadableByAll: Bool
    /// Whether its group can.
    package let isReadableByGroup: Bool

    package enum Failure: Error, Hashable {
        /// The errno.
        case system(Int32)
        case notAFile
        case tooLarge(limit: Int)
        case notUTF8(line: Int)
        case foreign(ForeignWriter)
    }

    /// - Parameters:
    ///   - limit: More bytes than these are not read.
    ///   - isTrusted: Whether what it says is done, so that nobody but root and we may be able to change it.
    package init(_ path: String, limit: Int, isTrusted: Bool = false) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .notAFile }
        if isTrusted { try Self.checkWriters(descriptor, path) }
        let bytes = try Self.read(descriptor, limit: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(line: Self.line(in: bytes)) }
        self.text = text
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        isReadableByAll = isRegular && status.st_mode & S_IROTH != 0
        isReadableByGroup = isRegular && status.st_mode & S_IRGRP != 0
    }

    private static func checkWriters(_ descriptor: Int32, _ path: String) throws(Failure) {
        do throws(ForeignWriter) {
            try ForeignWriter.check(descriptor, path)
        } catch {
            throw .foreign(error)
        }
    }

    private static func read(_ descriptor: Int32, limit: Int) throws(Failure) -> [UInt8] {
        // A pipe, as `<(…)` makes it, is waited for.
        _ = fcntl(descriptor, F_SETFL, 0)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(errno) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
        throw .tooLarge(limit: limit)
    }

    /// The line of the first byte that is not UTF-8.
    private static func line(in bytes: [UInt8]) -> Int {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return 1
        } catch {
            return 1 + bytes[..<error.byteOffsets.lowerBound].count { $0 == UInt8(ascii: "\n") }
        }
    }
}

extension TextFile.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let number): String(cString: strerror(number))
        case .notAFile: "not a file"
        case .tooLarge(let limit): "larger than \(limit) bytes"
        case .notUTF8: "not UTF-8"
        case .foreign(let writer): "\(writer)"
        }
    }

    package var line: Int? {
        if case .notUTF8(let line) = self { line } else { nil }
    }

    package var isMissing: Bool { self == .system(ENOENT) || self == .system(ENOTDIR) }
}
