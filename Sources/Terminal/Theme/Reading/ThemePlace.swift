import TOML

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

    func error(_ message: String) -> FileError { FileError(file: file, line: line, "\(subject): \(message)") }

    func error(mustBe expectation: String, not found: String) -> FileError {
        FileError(file: file, line: line, "\(subject) must be \(expectation), not \(found)")
    }
}
