import DNSCore

/// Refuses a signed change that has been seen before: the last time that each key signed at is kept, and what was signed in
/// that second (RFC 8945 section 5.2.3).
///
/// Its memory is bounded by the number of keys: only what holds under a key gets here.
struct ReplayGuard: Sendable {
    private struct Latest: Sendable {
        var time: UInt64
        var signatures: Set<[UInt8]>
    }

    /// Requests that one key may sign in one second.
    private static let mostInOneSecond = 10_000

    private var latest: [DomainName: Latest] = [:]

    /// Whether the request is new; if so, it never will be again.
    mutating func admits(_ responder: TSIGResponder) -> Bool {
        let last = latest[responder.key.name] ?? Latest(time: 0, signatures: [])
        if responder.request.timeSigned > last.time {
            latest[responder.key.name] = Latest(time: responder.request.timeSigned, signatures: [responder.request.mac])
            return true
        }
        guard responder.request.timeSigned == last.time, last.signatures.count < Self.mostInOneSecond else {
            return false
        }
        return latest[responder.key.name]?.signatures.insert(responder.request.mac).inserted ?? false
    }
}
