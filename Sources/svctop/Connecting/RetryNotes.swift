import ServiceConnection
import Synchronization

/// Says why it is tried again: each reason once.
final class RetryNotes: Sendable {
    private let last = Mutex("")

    func note(_ trail: ConnectionTrail) {
        let summary = trail.summary
        let isNew = last.withLock { last in
            defer { last = summary }
            return last != summary
        }
        if isNew { StandardError.say("\(summary): trying again") }
    }
}
