import TOML

/// A configuration's text as a tree.
enum TOMLDocument {
    /// Bytes of the largest configuration.
    static let limit = 1 << 18

    static func parse(_ text: String, file: String) throws(FileError) -> TOMLNode {
        guard text.utf8.count <= limit else { throw FileError(file: file, "larger than \(limit) bytes") }
        do throws(TOMLError) {
            return try TOMLReader.read(text)
        } catch {
            throw FileError(file: file, line: error.line, error.description)
        }
    }
}
