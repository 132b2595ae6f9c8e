import DNSCore

/// What the probes of one of an instance's addresses have found lately.
package struct ProbeTrail: Sendable {
    package let address: IPAddress
    package private(set) var verdict = Verdict.unknown
    package private(set) var verdictSince = Timestamp.distantPast
    package private(set) var history = RoundTripHistory()
    /// Newest first.
    private var latest: InlineArray<4, Observation>
    private var count: UInt8 = 0

    package init(_ address: IPAddress) {
        self.address = address
        latest = InlineArray(repeating: Observation(at: .distantPast, failure: .notProbed, phases: ProbePhases()))
    }

    package mutating func note(_ observation: Observation, verdict: Verdict, since: Timestamp) {
        self.verdict = verdict
        verdictSince = since
        if observation.isTelling { history.append(observation) }
        for index in (1..<latest.count).reversed() { latest[index] = latest[index - 1] }
        latest[0] = observation
        count = min(count + 1, UInt8(latest.count))
    }

    /// The last few in full, newest first.
    package var observations: [Observation] { (0..<Int(count)).map { latest[$0] } }

    package var last: Observation? { count > 0 ? latest[0] : nil }
}

extension ProbeTrail {
    /// Whether less good is to be said of this address than of another.
    fileprivate func isWorse(than other: ProbeTrail) -> Bool {
        if verdict != other.verdict { return verdict.rank < other.verdict.rank }
        return (last?.phases.total ?? 0) > (other.last?.phases.total ?? 0)
    }
}

extension Observation {
    /// Whether it says something of the endpoint: a probe that never got out does not.
    fileprivate var isTelling: Bool {
        switch failure {
        // Who was only looked for took no time to answer.
        case .none: phases.total > 0
        case .refused, .timedOut, .unreachable, .wrongAnswer, .notListening: true
        default: false
        }
    }
}

extension [ProbeTrail] {
    /// The address that an instance with several of them is judged by.
    package var worst: ProbeTrail? { self.max { $1.isWorse(than: $0) } }
}

extension Verdict {
    fileprivate var rank: Int {
        switch self {
        case .down: 0
        case .recovering: 1
        case .suspect: 2
        case .unknown: 3
        case .up: 4
        }
    }
}
