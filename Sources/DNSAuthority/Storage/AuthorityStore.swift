import DNSCore
import GRDB
import Glibc

/// Zones, their latest changes, leases and keys, on disk: one SQLite file in a folder of its own.
///
/// What `commit` has taken is there after a power failure. Of several processes one may serve from the folder; others may
/// change the keys meanwhile.
package final class AuthorityStore: Sendable {
    package enum Use: Sendable {
        /// By the one server.
        case serving
        /// By a command that looks after the keys.
        case administration
    }

    private let folder: AuthorityFolder
    private let queue: DatabaseQueue
    /// Closed with the store.
    private let lock: Int32?

    /// How long one waits for another process.
    private static let patience = 5.0

    /// Opens the store of a folder, or makes one where there never was any.
    package init(_ path: String, for use: Use = .serving) throws(AuthorityStoreError) {
        let folder = AuthorityFolder(path: path)
        self.folder = folder
        var held: Int32?
        do {
            if use == .serving { held = try folder.lock() }
            try folder.createIfMissing()
            queue = try Self.connect(folder)
            if use == .serving { try queue.read(Self.check) }
            try folder.mark()
            lock = held
        } catch {
            if let held { close(held) }
            throw AuthorityStoreError(path, error)
        }
    }

    deinit { if let lock { Glibc.close(lock) } }

    package var path: String { folder.path }

    private static func connect(_ folder: AuthorityFolder) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience)
        configuration.label = "svctop.authority"
        let queue = try DatabaseQueue(path: folder.database, configuration: configuration)
        try queue.writeWithoutTransaction { database in
            try AuthoritySchema.migrate(database)
            try useWriteAheadLog(database)
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        return queue
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

    /// Whether the file hangs together: a server that finds out later has told half of the truth until then.
    private static func check(_ database: Database) throws {
        let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no verdict"
        guard verdict == "ok" else { throw AuthorityStoreError.Cause.damaged(verdict) }
    }

    // MARK: - Access

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(AuthorityStoreError) -> Value {
        try await access { queue in try await queue.read(body) }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(AuthorityStoreError) -> Value {
        try await access { queue in try await queue.write(body) }
    }

    /// In a task of its own: GRDB gives up what it does when the task that asked for it is cancelled, and what has been
    /// promised to one client is not another's to take back.
    private func access<Value: Sendable>(
        _ body: @escaping @Sendable (DatabaseQueue) async throws -> Value
    ) async throws(AuthorityStoreError) -> Value {
        let queue = queue
        switch await Task(operation: { try await body(queue) }).result {
        case .success(let value): return value
        case .failure(let error): throw AuthorityStoreError(folder.path, error)
        }
    }
}
