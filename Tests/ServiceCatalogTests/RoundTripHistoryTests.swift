import ServiceCatalog
import Testing

@Suite("The latest probes of an address are kept in little room")
struct RoundTripHistoryTests {
    private static let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    private func history(of results: [(after: Duration, failure: Reason, microseconds: UInt32)]) -> RoundTripHistory {
        var history = RoundTripHistory()
        var at = Self.start
        for result in results {
            at = at.advanced(by: result.after)
            history.append(
                Observation(at: at, failure: result.failure, phases: ProbePhases(connect: result.microseconds)))
        }
        return history
    }

    @Test("in 64 bytes")
    func size() { #expect(MemoryLayout<RoundTripHistory>.size == 64) }

    @Test(
        "a round trip to 7 percent, from a microsecond to a quarter of an hour",
        arguments: [1, 7, 8, 15, 16, 250, 999, 12_000, 999_999, 60_000_000, 900_000_000] as [UInt32])
    func roundTrips(microseconds: UInt32) throws {
        let sample = try #require(history(of: [(.zero, .none, microseconds)]).samples.first)
        guard case .answered(let kept) = sample.result else {
            Issue.record("\(sample)")
            return
        }
        #expect(abs(Double(kept) - Double(microseconds)) <= Double(microseconds) * 0.07)
    }

    @Test("more than that as much as can be said, and never as lost")
    func tooLong() {
        guard case .answered = history(of: [(.zero, .none, .max)]).samples[0].result else {
            Issue.record("an answer is not lost")
            return
        }
    }

    @Test("a lost probe with its reason", arguments: [Reason.refused, .timedOut, .unreachable, .wrongAnswer])
    func losses(reason: Reason) {
        #expect(history(of: [(.zero, reason, 0)]).samples.map(\.result) == [.lost(reason)])
    }

    @Test("the newest 28, newest first")
    func capacity() {
        let results = (1...40).map { (after: Duration.seconds(10), failure: Reason.none, microseconds: UInt32($0)) }
        let samples = history(of: results).samples
        #expect(samples.count == RoundTripHistory.capacity)
        #expect(samples.first?.at == Self.start.advanced(by: .seconds(400)))
        guard case .answered(let newest)? = samples.first?.result else { return }
        #expect((38...42).contains(newest))
    }

    @Test("with the time of each to 7 percent of what lies between")
    func times() {
        let pauses: [Duration] = [.zero, .seconds(1), .milliseconds(120), .seconds(30), .seconds(3600)]
        let samples = history(of: pauses.map { ($0, .none, 5) }).samples
        for (index, sample) in samples.enumerated() {
            let real = pauses.suffix(index).reduce(.zero, +)
            let kept = samples[0].at.duration(since: sample.at)
            #expect(abs((kept - real) / .seconds(1)) <= (real / .seconds(1)) * 0.07)
        }
    }
}
