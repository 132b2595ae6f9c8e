import DNSCore
import Synchronization

/// The keys and the policy in force, for every thread that takes requests.
package final class AccessControl: Sendable {
    private struct State: Sendable {
        var policy: AccessPolicy
        var verifier: TSIGVerifier
        /// Seconds since 1970 from which on other keys may be valid.
        var staleFrom: UInt64
        var replays = ReplayGuard()
    }

    private let state: Mutex<State>

    package init(_ policy: AccessPolicy) {
        state = Mutex(State(policy: policy, verifier: TSIGVerifier(keys: []), staleFrom: 0))
    }

    package var policy: AccessPolicy { state.withLock { $0.policy } }

    /// Takes over other keys, or another policy.
    package func use(_ policy: AccessPolicy) {
        state.withLock { state in
            state.policy = policy
            state.staleFrom = 0
        }
    }

    /// What a request's signature is worth.
    func verify(_ request: Span<UInt8>, at seconds: UInt64) -> TSIGVerdict {
        verifier(at: seconds).verify(request, at: seconds)
    }

    /// Whether a change that was signed has been seen before.
    func judge(_ responder: TSIGResponder) -> ReplayGuard.Judgement { state.withLock { $0.replays.judge(responder) } }

    /// Keeps the answer to a change for its sender to ask for again.
    func note(_ answer: [UInt8], to responder: TSIGResponder) {
        state.withLock { $0.replays.note(answer, to: responder) }
    }

    private func verifier(at seconds: UInt64) -> TSIGVerifier {
        state.withLock { state in
            if seconds >= state.staleFrom {
                state.verifier = TSIGVerifier(keys: state.policy.keys(at: seconds))
                state.staleFrom = state.policy.nextChange(after: seconds)
            }
            return state.verifier
        }
    }
}
