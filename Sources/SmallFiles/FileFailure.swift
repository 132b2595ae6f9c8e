import Glibc

/// A file that could not be made or written.
package struct FileFailure: Error, Hashable, Sendable {
    package let path: String
    /// The errno.
    package let code: Int32

    package init(_ path: String, code: Int32 = errno) {
        self.path = path
        self.code = code
    }

    /// It was there already, and nothing is overwritten.
    package var isThere: Bool { code == EEXIST }
}

extension FileFailure: CustomStringConvertible {
    package var description: String { "\(path): \(String(cString: strerror(code)))" }
}
