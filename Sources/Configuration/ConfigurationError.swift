/// The one mistake that a configuration is refused for: where it is, and what would be right.
package struct ConfigurationError: Error, Hashable, Sendable {
    /// The file, as the user would find it; nil for a mistake in the command line.
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
extension ConfigurationError: CustomStringConvertible {
    package var description: String {
        guard let file else { return message }
        return line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
    }
}
