import DNSCore

/// Refuses a signed change that has been seen before: the last time that each key signed at is kept, and what was signed in
/// that second (RFC 8945 section 5.2.3).
///
/// The last request of a key may come again because its answer was lost: it gets that answer, and changes nothing.
/// Memory is bounded by the number of keys: only what holds under a key gets here.
struct ReplayGuard: Sendable {
    enum Judgement: Hashable, Sendable {
        case new
        /// The last request of its key, again: nothing where it is not answered yet.
        case repetition(answer: [UInt8]?)
        case replay
    }

    private struct Latest: Sendable {
        var time: UInt64
        var signatures: Set<[UInt8]>
        var last: [UInt8]
        var answer: [UInt8]?
    }

    /// Requests that one key may sign in one second.
    private static let mostInOneSecond = 10_000

    private var latest: [DomainName: Latest] = [:]

    /// What a request is; one that is new never will be again.
    mutating func judge(_ responder: TSIGResponder) -> Judgement {
        let (key, time, mac) = (responder.key.name, responder.request.timeSigned, responder.request.mac)
        guard let known = latest[key], time <= known.time else {
            latest[key] = Latest(time: time, signatures: [mac], last: mac)
            return .new
        }
        if mac == known.last { return .repetition(answer: known.answer) }
        guard time == known.time, known.signatures.count < Self.mostInOneSecond,
            latest[key]?.signatures.insert(mac).inserted == true
        else { return .replay }
        latest[key]?.last = mac
        latest[key]?.answer = nil
        return .new
    }

    /// Keeps the signed answer to a request, in case that it comes again.
    mutating func note(_ answer: [UInt8], to responder: TSIGResponder) {
        guard latest[responder.key.name]?.last == responder.request.mac else { return }
        latest[responder.key.name]?.answer = answer
    }
}
