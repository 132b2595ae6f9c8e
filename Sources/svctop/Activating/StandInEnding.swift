import Glibc
import ServiceActivation
import ServiceSupervision
import Synchronization

/// What follows a request to end: the records go, so that nobody comes any more, then the services are told, and then the
/// stand-in ends.
final class StandInEnding: Sendable {
    private let standIn: StandIn
    /// nil where they stay.
    private let records: StandInRecords?
    private let askedAt = Mutex<ContinuousClock.Instant?>(nil)

    /// Some send one request twice: timeout(1) to us, and to our process group.
    private static let sameRequest = Duration.milliseconds(500)

    init(_ standIn: StandIn, _ records: StandInRecords?) {
        self.standIn = standIn
        self.records = records
    }

    /// The second request does not wait for the services.
    func request() {
        let now = ContinuousClock.now
        let first = askedAt.withLock { askedAt in
            defer { askedAt = askedAt ?? now }
            return askedAt
        }
        guard let first else { return begin() }
        if now - first > Self.sameRequest { standIn.kill() }
    }

    private func begin() {
        ServiceManager.tell("STOPPING=1")
        Task { [standIn, records] in
            await records?.withdraw()
            standIn.end()
        }
    }

    /// Returns once the records are gone, or it is known that they are not.
    func finish() async { await records?.finish() }
}
