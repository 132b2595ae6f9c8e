import ServiceCatalog
import ServiceProbing

/// How endpoints answer their probes: one way for good, or several in turn.
struct Behaviour: Hashable, Sendable {
    struct Phase: Hashable, Sendable {
        var manner: Manner
        /// For good where nil, which only the last phase can be.
        var length: Duration?
    }

    enum Manner: Hashable, Sendable {
        case answers(RoundTrip)
        case fails(Reason)
    }

    struct RoundTrip: Hashable, Sendable {
        var time: Duration
        /// How far a single answer may be off either way.
        var spread = Duration.zero
        /// Where it goes, and how long that takes.
        var ramp: Ramp?
        /// How many probes are lost, 0 to 1.
        var loss = 0.0
    }

    struct Ramp: Hashable, Sendable {
        var end: Duration
        var length: Duration
    }

    var phases: [Phase]

    /// Of those of which nothing is said.
    static let usual = Behaviour(
        phases: [Phase(manner: .answers(RoundTrip(time: .milliseconds(1), spread: .microseconds(300))))])
}

extension Behaviour {
    /// What becomes of one probe.
    /// - Parameter age: how long endpoints have behaved like this.
    func answer(after age: Duration, using generator: inout some RandomNumberGenerator) -> RehearsedAnswer {
        let (manner, age) = phase(at: age)
        switch manner {
        case .answers(let roundTrip): return roundTrip.answer(after: age, using: &generator)
        case .fails(let reason):
            return RehearsedAnswer(
                failure: reason, after: .microseconds(Int64.random(in: 150...900, using: &generator)))
        }
    }

    /// The phase of then, and how long it has lasted. Phases that all end come round again.
    private func phase(at age: Duration) -> (Manner, Duration) {
        let turn = phases.reduce(Duration.zero) { $0 + ($1.length ?? .zero) }
        let isEndless = phases.last?.length == nil || turn <= .zero
        var rest = isEndless ? age : age - turn * (age / turn).rounded(.down)
        for phase in phases {
            guard let length = phase.length, rest >= length else { return (phase.manner, rest) }
            rest -= length
        }
        return (phases.last?.manner ?? .fails(.timedOut), rest)
    }
}

extension Behaviour.RoundTrip {
    fileprivate func answer(after age: Duration, using generator: inout some RandomNumberGenerator) -> RehearsedAnswer {
        let isLost = loss > 0 && Double.random(in: 0..<1, using: &generator) < loss
        var time = self.time
        if let ramp, ramp.length > .zero { time += (ramp.end - time) * min(1, age / ramp.length) }
        // The sum of three is more often near the middle than at the ends.
        let offset = (0..<3).reduce(0.0) { sum, _ in sum + Double.random(in: -1...1, using: &generator) } / 3
        time += spread * offset
        return RehearsedAnswer(failure: isLost ? .timedOut : .none, after: max(time, .microseconds(20)))
    }
}
