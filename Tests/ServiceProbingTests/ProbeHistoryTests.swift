import ServiceCatalog
import Testing

@testable import ServiceProbing

/// What probes in a row add up to.
struct ProbeHistoryTests {
    /// One probe a second: `+` answered, `-` failed, `?` could not be sent.
    private func verdicts(_ probes: String, _ policy: ProbePolicy = ProbePolicy()) -> [Verdict] {
        var history = ProbeHistory()
        return probes.enumerated().map { second, probe in
            history.record(outcome(probe), at: .start + .seconds(second), under: ProbeRules(policy))
            return history.verdict
        }
    }

    private func outcome(_ probe: Character) -> ProbeHistory.Outcome {
        switch probe {
        case "+": .answered
        case "-": .failed
        default: .notProbed
        }
    }

    @Test(arguments: [
        ("+", [Verdict.up]),
        ("-", [.suspect]),
        ("---", [.suspect, .suspect, .down]),
        ("+--+", [.up, .suspect, .suspect, .up]),
        ("+--+--+", [.up, .suspect, .suspect, .up, .suspect, .suspect, .up]),
        ("+---", [.up, .suspect, .suspect, .down]),
        ("---++", [.suspect, .suspect, .down, .recovering, .up]),
        ("---+-++", [.suspect, .suspect, .down, .recovering, .down, .recovering, .up]),
        ("?", [.unknown]),
        ("+???-", [.up, .up, .up, .up, .suspect]),
        ("-?-?-", [.suspect, .suspect, .suspect, .suspect, .down]),
        ("---+?+", [.suspect, .suspect, .down, .recovering, .recovering, .up]),
    ])
    func `down takes three failures in a row, up after that two answers`(probes: String, expected: [Verdict]) {
        #expect(verdicts(probes) == expected)
    }

    @Test func `with limits of one there is nothing between up and down`() {
        #expect(verdicts("+-+-", ProbePolicy(fallAfter: 1, riseAfter: 1)) == [.up, .down, .up, .down])
    }

    @Test func `limits below one count as one`() {
        #expect(verdicts("-+", ProbePolicy(fallAfter: 0, riseAfter: -5)) == [.down, .up])
    }

    @Test func `remembers since when, how often in a row, and the last answer`() {
        var history = ProbeHistory()
        let rules = ProbeRules(ProbePolicy())
        #expect(history.lastAnswer == nil)
        for second in 0..<4 { history.record(.answered, at: .start + .seconds(second), under: rules) }
        #expect(history.verdictSince == .start)
        #expect(history.answersInARow == 4)
        for second in 4..<9 { history.record(.failed, at: .start + .seconds(second), under: rules) }
        #expect(history.verdict == .down)
        #expect(history.verdictSince == .start + .seconds(6))
        #expect(history.lastAnswer == .start + .seconds(3))
        #expect(history.failuresInARow == 5)
        #expect(history.answersInARow == 0)
    }

    @Test func `a run is counted up to 127 and stays there`() {
        var history = ProbeHistory()
        for second in 0..<1000 {
            history.record(.failed, at: .start + .seconds(second), under: ProbeRules(ProbePolicy()))
        }
        #expect(history.failuresInARow == 127)
        history.record(.answered, at: .start + .seconds(1000), under: ProbeRules(ProbePolicy()))
        #expect(history.answersInARow == 1)
        #expect(history.verdict == .recovering)
    }

    @Test func `takes 24 bytes`() {
        #expect(MemoryLayout<ProbeHistory>.stride == 24)
    }

    // MARK: Flapping

    private let flapping = ProbeRules(ProbePolicy(flapThreshold: 4, flapWindow: .seconds(80)))

    @Test func `an endpoint that leaves and regains up more often than the threshold flaps`() {
        var history = ProbeHistory()
        var changes = 0
        for second in 0..<20 {
            let before = history.verdict
            history.record(second % 2 == 0 ? .answered : .failed, at: .start + .seconds(second), under: flapping)
            if before != .unknown, before != history.verdict { changes += 1 }
            #expect(history.isFlapping(under: flapping) == (changes > 4))
        }
        #expect(changes == 19)
    }

    @Test func `flapping ends once the window has passed`() {
        var history = ProbeHistory()
        for second in 0..<10 {
            history.record(second % 2 == 0 ? .failed : .answered, at: .start + .seconds(second), under: flapping)
        }
        #expect(history.isFlapping(under: flapping))
        history.record(.answered, at: .start + .seconds(69), under: flapping)
        #expect(history.isFlapping(under: flapping))
        history.record(.answered, at: .start + .seconds(100), under: flapping)
        #expect(!history.isFlapping(under: flapping))
    }

    @Test func `one outage is no flapping, and neither is one restart`() {
        var history = ProbeHistory()
        for (second, probe) in "+++----------++++++++++".enumerated() {
            history.record(outcome(probe), at: .start + .seconds(second), under: flapping)
            #expect(!history.isFlapping(under: flapping))
        }
    }

    @Test func `changes that are spread over more than the window are no flapping`() {
        var history = ProbeHistory()
        for turn in 0..<20 {
            history.record(turn % 2 == 0 ? .answered : .failed, at: .start + .seconds(turn * 30), under: flapping)
            #expect(!history.isFlapping(under: flapping))
        }
    }
}
