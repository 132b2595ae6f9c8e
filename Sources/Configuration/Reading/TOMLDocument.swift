import SmallFiles
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

    /// A file that the user has named.
    /// - Parameter isTrusted: Whether nobody but root and we may be able to change it.
    static func load(
        _ path: String, isTrusted: Bool = false
    ) throws(FileError) -> (members: [String: TOMLNode], isReadableByAll: Bool) {
        let file: TextFile
        do throws(TextFile.Failure) {
            file = try TextFile(path, limit: limit, isTrusted: isTrusted)
        } catch .foreign(let writer) {
            throw FileError("\(writer)")
        } catch {
            throw FileError(file: path, line: error.line, "\(error)")
        }
        guard case .table(let members) = try parse(file.text, file: path).value else { return ([:], false) }
        return (members, file.isReadableByAll)
    }
}
