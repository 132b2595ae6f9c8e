import Glibc

/// What tells that a file has changed, without reading it.
package struct FileStamp: Hashable, Sendable {
    private let inode: ino_t
    private let size: off_t
    private let seconds: time_t
    private let nanoseconds: Int

    /// nil where there is no file.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        inode = status.st_ino
        size = status.st_size
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }

    /// nil for each that is not there.
    package static func all(_ paths: String...) -> [String: FileStamp?] { all(paths) }

    package static func all(_ paths: some Sequence<String>) -> [String: FileStamp?] {
        Dictionary(paths.map { ($0, FileStamp($0)) }) { first, _ in first }
    }
}
