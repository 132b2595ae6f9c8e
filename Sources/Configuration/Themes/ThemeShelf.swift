import Glibc
import SmallFiles
import Terminal
import TOML

/// All the themes that there are: the user's own, and of the built-in ones those that none of the user's hides.
package struct ThemeShelf: ThemeTexts, Sendable {
    /// Where the user's own lie, as `NAME.toml`; nil for a user without a home.
    package let folder: String?

    /// More files are not looked at.
    private static let mostFiles = 256

    package init(folder: String? = FilePath.themes) { self.folder = folder }

    /// The built-in ones in their order, then the user's.
    package var names: [String] {
        let known = BuiltInThemes().names
        return known + ownNames.filter { !known.contains($0) }
    }

    package func text(of name: String) throws(FileError) -> ThemeText? {
        guard Self.isName(name) else { return nil }
        guard let path = path(of: name) else { return BuiltInThemes().text(of: name) }
        do throws(TextFile.Failure) {
            let file = try TextFile(path, limit: 1 << 16)
            return ThemeText(name: name, file: path, text: file.text)
        } catch {
            if error.isMissing { return BuiltInThemes().text(of: name) }
            throw FileError(file: path, line: error.line, error.description)
        }
    }

    private func path(of name: String) -> String? { folder.map { "\($0)/\(name).toml" } }

    /// No name leads out of the folder.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64 && !name.hasPrefix(".")
            && name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") }
    }

    private var ownNames: [String] {
        guard let folder, let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < Self.mostFiles, let entry = readdir(stream) {
            let file = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard file.hasSuffix(".toml"), Self.isName(String(file.dropLast(5))) else { continue }
            names.append(String(file.dropLast(5)))
        }
        return names.sorted()
    }
}
