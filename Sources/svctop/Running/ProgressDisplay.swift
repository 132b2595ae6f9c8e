import DNSCore
import Glibc
import Reports
import ServiceCatalog
import ServiceMonitor
import ServiceProbing
import Synchronization

/// How far a survey is, in one line of the terminal that is written over again and again.
final class ProgressDisplay: Sendable {
    private static let interval = Duration.milliseconds(100)

    private let zone: DomainName?
    private let clock = WallClock()
    private let lastWrite = Mutex<Timestamp?>(nil)

    /// nil where nobody looks.
    init?(zone: DomainName?) {
        guard StandardError.isTerminal else { return nil }
        self.zone = zone
    }

    func show(_ progress: SurveyProgress) {
        let now = clock.now
        let isDue = lastWrite.withLock { last in
            if let last, now.duration(since: last) < Self.interval { return false }
            last = now
            return true
        }
        if isDue { StandardError.write("\r\(text(progress, now))\u{1B}[K") }
    }

    /// Leaves the line empty.
    func clear() {
        if lastWrite.withLock({ $0 != nil }) { StandardError.write("\r\u{1B}[K") }
    }

    private func text(_ progress: SurveyProgress, _ now: Timestamp) -> String {
        switch progress {
        case .loading(let progress): ProgressLine(zone: zone, progress, at: now).description
        case .probing(let settled, let count): ProgressLine(settled: settled, of: count).description
        }
    }
}
