/// The one mistake that a theme is refused for: where it is, and what would be right.
package struct ThemeError: Error, Hashable, Sendable {
    /// As the user would find it; nil where it is no file's fault.
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
extension ThemeError: CustomStringConvertible {
    package var description: String {
        guard let file else { return message }
        return line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
    }
}

/// Where in a theme's file something stands, and what it is called there.
struct ThemePlace: Hashable, Sendable {
    let file: String
    var line: Int
    /// As in: `fg` of `title` in [ui].
    var subject: String

    /// A key of what stands here.
    func member(_ key: String, line: Int) -> ThemePlace {
        let subject = self.subject.hasPrefix("[") ? "`\(key)` in \(self.subject)" : "`\(key)` of \(self.subject)"
        return ThemePlace(file: file, line: line, subject: subject)
    }

    func error(_ message: String) -> ThemeError { ThemeError(file: file, line: line, "\(subject): \(message)") }

    func error(mustBe expectation: String, not found: String) -> ThemeError {
        ThemeError(file: file, line: line, "\(subject) must be \(expectation), not \(found)")
    }
}
