import Dashboard
import Glibc
import SmallFiles
import TOML

/// The file in which svctop keeps how its user looks at things. Nobody else writes it; it may be deleted at any time.
package struct ViewFile: Sendable {
    package let path: String

    private static let limit = 1 << 16

    package init(_ path: String) { self.path = path }

    /// nil for a user without a home.
    package static var usual: ViewFile? { FilePath.state.map { ViewFile("\($0)/view.toml") } }

    /// What was kept; nothing where there is no file.
    package func read() throws(FileError) -> ViewPreferences {
        let text: String
        do throws(TextFile.Failure) {
            text = try TextFile(path, limit: Self.limit).text
        } catch {
            if error.isMissing { return ViewPreferences() }
            throw FileError(file: path, line: error.line, error.description)
        }
        let root: TOMLNode
        do throws(TOMLError) {
            root = try TOMLReader.read(text)
        } catch {
            throw FileError(file: path, line: error.line, error.description)
        }
        guard case .table(let members) = root.value else { return ViewPreferences() }
        return try ViewPreferences(members, file: path)
    }
}

// MARK: - Writing

extension ViewFile {
    /// Replaces what is kept, whole or not at all.
    package func write(_ preferences: ViewPreferences) throws(FileError) {
        try makeFolder(FilePath.folder(of: path))
        let draft = "\(path).\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(draft) }
        let isWritten = Self.write(preferences.text, to: descriptor) && fsync(descriptor) == 0
        let isClosed = close(descriptor) == 0
        guard isWritten, isClosed, rename(draft, path) == 0 else {
            let error = failure(path)
            unlink(draft)
            throw error
        }
    }

    /// The folder, and those that it lies in.
    private func makeFolder(_ folder: String) throws(FileError) {
        guard mkdir(folder, 0o700) != 0, errno != EEXIST else { return }
        guard errno == ENOENT, folder.contains("/"), folder != "/" else { throw failure(folder) }
        try makeFolder(FilePath.folder(of: folder))
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure(folder) }
    }

    private func failure(_ path: String) -> FileError {
        FileError(file: path, String(cString: strerror(errno)))
    }

    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
