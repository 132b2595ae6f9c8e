import DNSCore

/// What came of telling one secondary about one version of a zone.
package struct NotifyOutcome: Hashable, Sendable {
    package enum Result: Hashable, Sendable {
        case acknowledged
        /// After all tries; it is told again at the next change.
        case givenUp(Reason)
        /// A newer version came before it had answered.
        case superseded
    }

    package enum Reason: Hashable, Sendable {
        case silent
        /// Nobody listens there.
        case unreachable(String)
        case refused(ResponseCode)
        /// The answer bears no signature of the secondary's key, or a wrong one.
        case unproven
        case cannotSend(String)
    }

    package var zone: DomainName
    package var serial: Serial
    package var secondary: Secondary
    package var result: Result
    /// How often it was told.
    package var tries: Int
}

extension NotifyOutcome: CustomStringConvertible {
    package var description: String {
        let what = "\(zone) serial \(serial): \(secondary)"
        return switch result {
        case .acknowledged: "\(what) knows it"
        case .superseded: "\(what) is told of a newer one"
        case .givenUp(let reason): "\(what) was told \(tries) times: \(reason)"
        }
    }
}

extension NotifyOutcome.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .silent: "no answer"
        case .unreachable(let reason): reason
        case .refused(let code): "answered \(code); is it a secondary of this zone?"
        case .unproven: "its answer is not signed with the key that it shares with us"
        case .cannotSend(let reason): "cannot send: \(reason)"
        }
    }
}
