/// How soon a program that has ended is started again: later with each time, until it has run for long enough. One that ends
/// again and again is suspended for a while, and tried again then: never given up.
package struct RestartPacing: Hashable, Sendable {
    package struct Rules: Hashable, Sendable {
        /// Before the first restart; doubled with each further one.
        package var first: Duration = .milliseconds(100)
        package var limit: Duration = .seconds(10)
        /// So many restarts in a row make a burst.
        package var burst = 6
        package var suspension: Duration = .seconds(60)
        /// A run this long makes those before it forgotten.
        package var longEnough: Duration = .seconds(10)

        package init() {}
    }

    package enum Pause: Hashable, Sendable {
        case backoff(Duration)
        case suspension(Duration)

        package var duration: Duration {
            switch self {
            case .backoff(let duration), .suspension(let duration): duration
            }
        }
    }

    private let rules: Rules
    /// Restarts in a row, none of which led to a long run.
    package private(set) var restarts = 0

    package init(_ rules: Rules = Rules()) { self.rules = rules }

    /// How long to wait after a run of a length; moved at random by a fifth, so that many services do not start at once.
    package mutating func pause(
        afterRun length: Duration, using generator: inout some RandomNumberGenerator
    ) -> Pause {
        if length >= rules.longEnough { restarts = 0 }
        let jitter = Double.random(in: 0.8...1.2, using: &generator)
        guard restarts < rules.burst else {
            restarts = 0
            return .suspension(rules.suspension * jitter)
        }
        let doubled = rules.first * Double(1 << min(restarts, 20))
        restarts += 1
        return .backoff(min(doubled, rules.limit) * jitter)
    }
}
