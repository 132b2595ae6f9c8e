import DNSCore
import Synchronization

/// What an authority tells its admin of.
package enum AuthorityEvent: Hashable, Sendable {
    case started(DomainName, Serial)
    case updated(DomainName, Serial, by: Requester)
    case refusedUpdate(DomainName?, by: Requester, UpdateRefusal)
    case badSignature(Requester, String)
    case transferred(DomainName, to: Requester, incremental: Bool)
    case refusedTransfer(DomainName, to: Requester)
    case notified(NotifyOutcome)
    case keysRead(Int)
    case trouble(String)
}

/// Counts what happens, and hands it on.
package final class AuthorityLog: Sendable {
    package struct Counts: Hashable, Sendable {
        package var updates = 0
        package var refusedUpdates = 0
        package var badSignatures = 0
        package var transfers = 0
    }

    private let counted = Mutex(Counts())
    private let sink: @Sendable (AuthorityEvent) -> Void

    package init(_ sink: @escaping @Sendable (AuthorityEvent) -> Void = { _ in }) { self.sink = sink }

    package var counts: Counts { counted.withLock { $0 } }

    package func note(_ event: AuthorityEvent) {
        counted.withLock { counts in
            switch event {
            case .updated: counts.updates += 1
            case .refusedUpdate: counts.refusedUpdates += 1
            case .badSignature: counts.badSignatures += 1
            case .transferred: counts.transfers += 1
            default: break
            }
        }
        sink(event)
    }
}

extension AuthorityLog.Counts: CustomStringConvertible {
    package var description: String {
        "\(updates) updates taken, \(refusedUpdates) refused, \(badSignatures) bad signatures, \(transfers) transfers"
    }
}

extension AuthorityEvent: CustomStringConvertible {
    package var description: String {
        switch self {
        case .started(let zone, let serial): "\(zone) is served, serial \(serial)"
        case .updated(let zone, let serial, let requester):
            "\(zone) is at serial \(serial), changed by \(requester)"
        case .refusedUpdate(let zone, let requester, let refusal):
            "refused an update of \(zone.map { "\($0)" } ?? "no zone") by \(requester): \(refusal)"
        case .badSignature(let requester, let reason): "refused \(requester): \(reason)"
        case .transferred(let zone, let requester, let isIncremental):
            "\(zone) was transferred (\(isIncremental ? "IXFR" : "AXFR")) to \(requester)"
        case .refusedTransfer(let zone, let requester): "refused a transfer of \(zone) to \(requester)"
        case .notified(let outcome): "\(outcome)"
        case .keysRead(let count): "\(count) keys in force"
        case .trouble(let text): text
        }
    }
}
