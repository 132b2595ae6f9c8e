import DNSCore
import ServiceCatalog

/// Why a service was not connected to, and all that was tried for it in the end.
public struct ConnectionError: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// The service says itself that it is decidedly not offered: its target is `.` (RFC 2782).
        case notOffered
        case deadlinePassed(Duration)
        /// As often looked up as was allowed.
        case lookupsSpent
        /// The calling task was cancelled.
        case cancelled
        /// What was asked for cannot be done, in words.
        case impossible(String)
    }

    public var service: DomainName
    public var reason: Reason
    public var trail: ConnectionTrail
}

/// What has been tried so far.
public struct ConnectionTrail: Hashable, Sendable {
    public internal(set) var lookupCount = 0
    /// What was wrong with the last look-up, if anything was.
    public internal(set) var lookupFault: LookupFault?
    /// After the last look-up that found instances; a few of them.
    public internal(set) var attempts: [FailedAttempt] = []
    /// How many more there were.
    public internal(set) var omittedCount = 0

    private static let limit = 8

    mutating func beginRound() {
        lookupFault = nil
        attempts = []
        omittedCount = 0
    }

    mutating func add(_ attempt: FailedAttempt) {
        guard !attempts.contains(attempt) else { return }
        if attempts.count < Self.limit { attempts.append(attempt) } else { omittedCount += 1 }
    }

    /// In one line; nothing where nothing has gone wrong yet.
    public var summary: String {
        if let lookupFault { return "\(lookupFault)" }
        let others = omittedCount > 0 ? ["\(omittedCount) more failed"] : []
        return (attempts.map(\.description) + others).joined(separator: "; ")
    }
}

extension ConnectionError: CustomStringConvertible {
    public var description: String { description(as: service.withoutFinalDot) }

    /// With another name for what was not reached.
    func description(as name: String) -> String {
        let summary = trail.summary.isEmpty ? "nothing has answered yet" : trail.summary
        let count = trail.lookupCount == 1 ? "1 look-up" : "\(trail.lookupCount) look-ups"
        switch reason {
        case .notOffered: return "\(name) is decidedly not offered: its record has the target '.'"
        case .deadlinePassed(let deadline):
            return "\(name) could not be reached within \(deadline.inWords) (\(count)): \(summary)"
        case .lookupsSpent: return "\(name) could not be reached (\(count)): \(summary)"
        case .cancelled: return "\(name): cancelled"
        case .impossible(let reason): return "\(name): \(reason)"
        }
    }
}

extension Duration {
    /// `30 s`, `1.5 s`
    fileprivate var inWords: String {
        let (seconds, attoseconds) = components
        let tenths = attoseconds / 100_000_000_000_000_000
        return tenths == 0 ? "\(seconds) s" : "\(seconds).\(tenths) s"
    }
}
