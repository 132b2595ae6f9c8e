import GRDB
import Glibc

/// The one SQLite file that holds journal and history: `$XDG_STATE_HOME/svctop/svctop.db`.
///
/// Several processes may have it open, each with connections of its own.
package struct StoreFile: Hashable, Sendable {
    package let path: String

    package init(_ path: String) { self.path = path }

    /// How long one waits for another process.
    private static let patience = 5.0

    /// What has to be on disk when a transaction is said to be done.
    enum Durability: String {
        /// All of it, whatever happens to the machine.
        case full = "FULL"
        /// What is lost in a power failure is the latest only; the file stays whole.
        case normal = "NORMAL"
    }

    func connect(_ durability: Durability) throws(StoreError) -> DatabaseQueue {
        try createIfMissing()
        var configuration = Configuration()
        configuration.busyMode = .timeout(Self.patience)
        configuration.label = "svctop.store"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_size_limit = 4194304")
        }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { database in
                try Schema.migrate(database, path: path)
                try Self.useWriteAheadLog(database)
                try database.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
            }
            return queue
        } catch {
            throw StoreError(path, error)
        }
    }

    /// Another process that opens the file at the same time may be in the way for a moment, and SQLite does not wait here.
    private static func useWriteAheadLog(_ database: Database) throws {
        for attempt in 1... {
            do {
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                return
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && attempt < 100 {
                usleep(useconds_t(patience * 10_000))
            }
        }
    }

    // MARK: - File and folder

    /// Makes an empty file that only its owner may read, in a folder that only its owner may enter.
    ///
    /// It is never opened here: closing it would let go of the locks that SQLite holds for this process.
    private func createIfMissing() throws(StoreError) {
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeFolder(String(path[..<slash])) }
        guard mknod(path, S_IFREG | 0o600, 0) != 0 else { return }
        guard errno == EEXIST else { throw StoreError(path, .system(Self.errorText())) }
        try checkExisting()
    }

    private func checkExisting() throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw StoreError(path, .system(Self.errorText())) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw StoreError(path, .system("not a file")) }
        // What it holds is nobody else's business, whoever made it so.
        if status.st_mode & 0o077 != 0, status.st_uid == geteuid() { chmod(path, status.st_mode & 0o700) }
    }

    private func makeFolder(_ folder: String) throws(StoreError) {
        guard mkdir(folder, 0o700) != 0, errno != EEXIST else { return }
        if errno == ENOENT, let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
            try makeFolder(String(folder[..<slash]))
            if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
        }
        throw StoreError(folder, .system(Self.errorText()))
    }

    static func errorText() -> String { String(cString: strerror(errno)) }
}

extension StoreFile {
    /// Puts a file that cannot be used under another name, with all that belongs to it.
    /// - Returns: the new name; nil where the file is in order, and stays.
    package func moveAside() throws(StoreError) -> String? {
        do throws(StoreError) {
            try check()
            return nil
        } catch  where error.isBeyondRepair {
            let name = unusedName()
            guard rename(path, name) == 0 else { throw StoreError(path, .system(Self.errorText())) }
            for suffix in ["-wal", "-shm"] { _ = rename(path + suffix, name + suffix) }
            return name
        }
    }

    /// Reads all of it.
    private func check() throws(StoreError) {
        let queue = try connect(.normal)
        do {
            let verdict = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard verdict == "ok" else { throw StoreError(path, .damaged) }
        } catch {
            throw StoreError(path, error)
        }
    }

    private func unusedName() -> String {
        for number in 1... {
            let name = "\(path).aside.\(number)"
            if access(name, F_OK) != 0 { return name }
        }
        return path
    }
}
