import ServiceCatalog

/// What an endpoint's probes add up to, in 24 bytes.
struct ProbeHistory: Sendable {
    enum Outcome: Sendable {
        case answered
        case failed
        /// The probe never got out: says nothing about the endpoint.
        case notProbed
    }

    /// `distantPast` while the verdict is `unknown`.
    private(set) var verdictSince = Timestamp.distantPast
    private var answeredAt = Timestamp.distantPast
    private var changes = ChangeWindow()
    private(set) var verdict = Verdict.unknown
    /// Answers in a row, or failures in a row as a negative number; held at 127.
    private var run: Int8 = 0

    var failuresInARow: UInt8 { run < 0 ? run.magnitude : 0 }
    var answersInARow: UInt8 { run > 0 ? run.magnitude : 0 }
    var lastAnswer: Timestamp? { answeredAt == .distantPast ? nil : answeredAt }

    /// As of the last outcome that was recorded.
    func isFlapping(under rules: ProbeRules) -> Bool { changes.total > rules.flapThreshold }

    mutating func record(_ outcome: Outcome, at now: Timestamp, under rules: ProbeRules) {
        changes.advance(to: UInt16(truncatingIfNeeded: now.nanoseconds / rules.flapStep))
        switch outcome {
        case .notProbed:
            return
        case .answered:
            run = run > 0 ? min(run, 126) + 1 : 1
            answeredAt = now
        case .failed:
            run = run < 0 ? max(run, -126) - 1 : -1
        }
        become(outcome == .answered ? verdictWhenAnswered(rules) : verdictWhenFailed(rules), at: now)
    }

    private func verdictWhenAnswered(_ rules: ProbeRules) -> Verdict {
        switch verdict {
        case .unknown, .up, .suspect: .up
        case .down, .recovering: answersInARow >= rules.riseAfter ? .up : .recovering
        }
    }

    private func verdictWhenFailed(_ rules: ProbeRules) -> Verdict {
        switch verdict {
        case .unknown, .up, .suspect: failuresInARow >= rules.fallAfter ? .down : .suspect
        case .down, .recovering: .down
        }
    }

    private mutating func become(_ next: Verdict, at now: Timestamp) {
        guard next != verdict else { return }
        if verdict != .unknown, (verdict == .up) != (next == .up) { changes.count() }
        verdict = next
        verdictSince = now
    }
}
