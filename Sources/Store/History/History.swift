import DNSCore
import GRDB
import Glibc
import ServiceCatalog
import Synchronization

/// What happened, on disk: written in batches by a task of its own, read at the start and by `svctop history`.
package final class History: HistoryKeeping {
    private let file: StoreFile
    private let queue: DatabaseQueue
    private let limits: HistoryLimits
    private let inbox = Mutex(HistoryInbox())
    /// Others may follow the same zones.
    private let process: pid_t
    /// What keeps news from being written, as it comes up: the latest only.
    package let problems: AsyncStream<StoreError>
    private let problemSink: AsyncStream<StoreError>.Continuation

    /// So long are news gathered before they are written.
    private static let delay = Duration.milliseconds(500)
    /// So many rows are written at once: others get their turn in between.
    private static let batch = 5000

    package init(
        _ file: StoreFile, limits: HistoryLimits = HistoryLimits(), process: pid_t = getpid()
    ) throws(StoreError) {
        self.file = file
        self.process = process
        self.limits = limits
        queue = try file.connect(.normal)
        (problems, problemSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// News that were dropped because too many came at once, since the start.
    package var droppedCount: Int { inbox.withLock { $0.dropped } }

    // MARK: - Writing

    package func note(_ news: HistoryNews) {
        guard !news.isEmpty else { return }
        let isFirst = inbox.withLock { inbox in
            inbox.add(news, limit: limits.waiting)
            defer { inbox.isAwaited = true }
            return !inbox.isAwaited
        }
        guard isFirst else { return }
        Task {
            try? await Task.sleep(for: Self.delay)
            await write()
        }
    }

    /// Writes what is waiting, and makes way for other processes.
    package func close() async {
        await write()
        let (process, limits) = (process, limits)
        await access { database in
            try database.trimOutages(to: limits)
            try database.execute(sql: "DELETE FROM chronicler WHERE process = ?", arguments: [process])
        }
        problemSink.finish()
    }

    func write() async {
        var news = inbox.withLock { $0.take() }
        let (process, limits) = (process, limits)
        while !news.isEmpty {
            let batch = news.removeFirst(Self.batch)
            await access { database in
                try database.insert(batch, by: process)
                try database.trim(to: limits)
            }
        }
    }

    /// A failure is told, not thrown: what happened is lost, and what will happen is still of interest.
    private func access(_ body: @escaping @Sendable (Database) throws -> Void) async {
        let queue = queue
        if case .failure(let error) = await Task(operation: { try await queue.write(body) }).result {
            problemSink.yield(StoreError(file.path, error))
        }
    }

    // MARK: - Reading

    package func recall(_ zones: [DomainName], limit: Int) async -> Recollection {
        let queue = queue
        do {
            return try await queue.read { database in
                Recollection(
                    events: try database.events(HistoryQuery(zones: zones, limit: limit)),
                    changes: try database.changes(of: zones, limit: limit),
                    outages: try database.outages(of: zones), watched: try database.watched(zones))
            }
        } catch {
            problemSink.yield(StoreError(file.path, error))
            return Recollection()
        }
    }

    /// The latest events, oldest first.
    package func events(_ query: HistoryQuery) async throws(StoreError) -> [Event] {
        let queue = queue
        do {
            return try await queue.read { try $0.events(query) }
        } catch {
            throw StoreError(file.path, error)
        }
    }
}

extension HistoryNews {
    /// Takes out the oldest, so many of each kind.
    fileprivate mutating func removeFirst(_ count: Int) -> HistoryNews {
        let first = HistoryNews(
            events: Array(events.prefix(count)), changes: Array(changes.prefix(count)), gone: gone, watched: watched)
        self = HistoryNews(events: Array(events.dropFirst(count)), changes: Array(changes.dropFirst(count)))
        return first
    }
}
