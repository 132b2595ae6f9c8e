import Glibc
import SmallFiles

/// A folder for keys: made with all above it where it is missing, for its owner alone.
enum PrivateFolder {
    /// - Returns: Its path, from the root on.
    static func made(_ path: String) throws(SiteAuthorityError) -> String {
        try make(path)
        guard let resolved = realpath(path, nil) else { throw .cannotWrite(FileFailure(path)) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func make(_ path: String) throws(SiteAuthorityError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        let parent = path.split(separator: "/").dropLast().joined(separator: "/")
        guard errno == ENOENT, !parent.isEmpty else { throw .cannotWrite(FileFailure(path)) }
        try make(path.hasPrefix("/") ? "/\(parent)" : parent)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .cannotWrite(FileFailure(path)) }
    }
}
