import Testing

@testable import ServiceSupervision

@Suite("Restarts keep their distance")
struct RestartPacingTests {
    /// Always the middle of what may be drawn.
    private struct Middle: RandomNumberGenerator {
        mutating func next() -> UInt64 { 1 << 63 }
    }

    private func pauses(_ runs: [Duration], _ rules: RestartPacing.Rules = .init()) -> [RestartPacing.Pause] {
        var pacing = RestartPacing(rules)
        var generator = Middle()
        return runs.map { pacing.pause(afterRun: $0, using: &generator) }
    }

    private func milliseconds(_ pause: RestartPacing.Pause) -> Int {
        Int((pause.duration / .milliseconds(1)).rounded())
    }

    @Test("the pause doubles with each start that does not last, and a burst of them is suspended, not given up")
    func doubling() {
        let pauses = pauses(Array(repeating: .seconds(1), count: 9))
        #expect(pauses.map(milliseconds) == [100, 200, 400, 800, 1600, 3200, 60000, 100, 200])
        #expect(pauses[6] == .suspension(pauses[6].duration))
    }

    @Test("a run that lasts long enough makes what was before it forgotten")
    func forgetting() {
        let pauses = pauses([.zero, .zero, .zero, .seconds(9), .seconds(10), .seconds(1)])
        #expect(pauses.map(milliseconds) == [100, 200, 400, 800, 100, 200])
    }

    @Test("no pause but a suspension is longer than the limit")
    func limit() {
        var rules = RestartPacing.Rules()
        rules.burst = 100
        rules.limit = .seconds(2)
        let pauses = pauses(Array(repeating: .zero, count: 100), rules)
        #expect(pauses.allSatisfy { $0.duration <= .seconds(2) })
        #expect(milliseconds(pauses[99]) == 2000)
    }

    @Test("pauses differ by chance, a fifth at most either way")
    func jitter() {
        var generator = SystemRandomNumberGenerator()
        let pauses = (0..<200).map { _ in
            var pacing = RestartPacing()
            return milliseconds(pacing.pause(afterRun: .zero, using: &generator))
        }
        #expect(pauses.allSatisfy { (80...120).contains($0) })
        #expect(Set(pauses).count > 10)
    }

    @Test(
        "the policies are systemd's",
        arguments: [(RestartPolicy.no, false, false), (.onFailure, false, true), (.always, true, true)])
    func policies(policy: RestartPolicy, afterSuccess: Bool, afterFailure: Bool) {
        #expect(policy.restarts(afterFailure: false) == afterSuccess)
        #expect(policy.restarts(afterFailure: true) == afterFailure)
    }
}
