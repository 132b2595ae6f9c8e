import DNSClient
import ServiceCatalog
import ServiceProbing
import Synchronization

/// Tells how far a transfer is, at most ten times a second.
final class ProgressReporter: Sendable {
    private let clock: WallClock
    private let started: Timestamp
    private let expectedRecords: Int
    private let tell: @Sendable (LoadProgress) -> Void
    private let nextReport: Mutex<Timestamp>

    init(clock: WallClock, expectedRecords: Int, tell: @escaping @Sendable (LoadProgress) -> Void) {
        self.clock = clock
        self.expectedRecords = expectedRecords
        self.tell = tell
        started = clock.now
        nextReport = Mutex(started.advanced(by: .milliseconds(100)))
    }

    @Sendable
    func report(_ progress: TransferProgress) {
        let now = clock.now
        let isDue = nextReport.withLock { next in
            guard now >= next else { return false }
            next = now.advanced(by: .milliseconds(100))
            return true
        }
        guard isDue else { return }
        tell(
            LoadProgress(
                records: progress.records, bytes: progress.bytes, startedAt: started, expectedRecords: expectedRecords))
    }
}
