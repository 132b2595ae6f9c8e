import Glibc

/// The folder that a store lies in: the database, what says that there is one, and what only one server may hold.
struct AuthorityFolder: Sendable {
    static let databaseName = "authority.db"
    static let markerName = "authority.made"
    private static let lockName = "authority.lock"

    let path: String

    var database: String { "\(path)/\(Self.databaseName)" }

    /// Makes the folder, which only its owner may enter, and an empty database, which only its owner may read.
    ///
    /// The file is never opened here: closing it would let go of the locks that SQLite holds for this process.
    func createIfMissing() throws(AuthorityStoreError.Cause) {
        try makeFolder(path)
        if access(database, F_OK) != 0, errno == ENOENT, access(marker, F_OK) == 0 { throw .missing }
        guard mknod(database, S_IFREG | 0o600, 0) != 0 else { return }
        guard errno == EEXIST else { throw .system(systemError()) }
        var status = stat()
        guard stat(database, &status) == 0 else { throw .system(systemError()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .system("not a file") }
        if status.st_size == 0, access(marker, F_OK) == 0 { throw .damaged("it is empty") }
        // Secrets are in it, whoever made it so.
        if status.st_mode & 0o077 != 0, status.st_uid == geteuid() { chmod(database, status.st_mode & 0o700) }
    }

    /// Says for good that there is a database.
    func mark() throws(AuthorityStoreError.Cause) {
        guard access(marker, F_OK) != 0 else { return }
        let descriptor = open(marker, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(systemError()) }
        defer { close(descriptor) }
        let text = "The zones and keys of svctop serve are in \(Self.databaseName) beside this file.\n"
        guard write(descriptor, text, text.utf8.count) == text.utf8.count, fsync(descriptor) == 0 else {
            throw .system(systemError())
        }
        try synchronise()
    }

    /// Holds the folder for one server until the descriptor is closed, or the process ends.
    func lock() throws(AuthorityStoreError.Cause) -> Int32 {
        try makeFolder(path)
        let descriptor = open("\(path)/\(Self.lockName)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(systemError()) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            let text = systemError()
            close(descriptor)
            throw isHeld ? AuthorityStoreError.Cause.inUse : .system(text)
        }
        return descriptor
    }

    private var marker: String { "\(path)/\(Self.markerName)" }

    /// New names in a folder are on disk when the folder is.
    private func synchronise() throws(AuthorityStoreError.Cause) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(systemError()) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(systemError()) }
    }

    private func makeFolder(_ folder: String) throws(AuthorityStoreError.Cause) {
        guard mkdir(folder, 0o700) != 0, errno != EEXIST else { return }
        if errno == ENOENT, let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
            try makeFolder(String(folder[..<slash]))
            if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
        }
        throw .system(systemError())
    }
}

private func systemError() -> String { String(cString: strerror(errno)) }
