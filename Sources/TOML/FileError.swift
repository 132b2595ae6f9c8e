/// The one mistake that a file is refused for: where it is, and what would be right.
package struct FileError: Error, Hashable, Sendable {
    /// As the user would find it; nil where it is no file's fault, but the command line's.
    package var file: String?
    /// From 1.
    package var line: Int?
    package var message: String

    package init(file: String? = nil, line: Int? = nil, _ message: String) {
        self.file = file
        self.line = line
        self.message = message
    }
}

/// `FILE:LINE: MESSAGE`, as compilers write it.
extension FileError: CustomStringConvertible {
    package var description: String {
        guard let file else { return message }
        return line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
    }
}
