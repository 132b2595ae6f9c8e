import ServiceCatalog
import Testing

@testable import ServiceProbing

/// What a reader finds who is slower than the reports.
struct ReportBoxTests {
    private func report(_ id: UInt32, _ verdict: Verdict, _ number: Int, port: UInt16 = 1) -> ProbeReport {
        let at = Timestamp.start + .seconds(number)
        return ProbeReport(
            id: id, endpoint: .simulated(host: Int(id), port: port),
            observation: Observation(at: at, failure: .none, phases: ProbePhases()),
            verdict: verdict, verdictSince: at, failuresInARow: 0, answersInARow: 0, isFlapping: false, isSlow: false,
            lastAnswer: nil)
    }

    @Test func `newer reports take the place of older ones of the same verdict`() async {
        let box = ReportBox()
        box.put([report(1, .up, 1), report(2, .up, 1)])
        box.put([report(1, .up, 2)])
        box.put([report(1, .up, 3), report(2, .up, 3)])
        #expect(await box.next() == [report(1, .up, 3), report(2, .up, 3)])
    }

    @Test func `no change of verdict is lost`() async {
        let box = ReportBox()
        for (number, verdict) in [Verdict.up, .up, .suspect, .suspect, .down, .recovering, .up, .up].enumerated() {
            box.put([report(1, verdict, number)])
        }
        let verdicts = await box.next()?.map(\.verdict)
        #expect(verdicts == [.up, .suspect, .down, .recovering, .up])
    }

    @Test func `an id that was given to another endpoint does not hide the first one's report`() async {
        let box = ReportBox()
        box.put([report(1, .up, 1)])
        box.put([report(1, .up, 2, port: 9)])
        #expect(await box.next()?.map(\.endpoint.port) == [1, 9])
    }

    @Test func `what waits is bounded, and ends with the newest verdict`() async {
        let box = ReportBox()
        for number in 0..<(ReportBox.changeLimit + 1000) {
            box.put([report(UInt32(number % 50), number / 50 % 2 == 0 ? .up : .down, number)])
        }
        let reports = await box.next() ?? []
        #expect(reports.count == ReportBox.changeLimit)
        let last = ReportBox.changeLimit + 999
        #expect(reports.last { $0.id == UInt32(last % 50) }?.observation.at == .start + .seconds(last))
    }

    @Test func `a waiting reader gets the next batch, then the end`() async {
        let box = ReportBox()
        async let first = box.next()
        box.put([report(1, .up, 1)])
        #expect(await first == [report(1, .up, 1)])
        box.put([report(1, .down, 2)])
        box.finish()
        #expect(await box.next() == [report(1, .down, 2)])
        #expect(await box.next() == nil)
    }

    @Test func `a reader whose task is cancelled stops waiting`() async {
        let box = ReportBox()
        let reader = Task { await box.next() }
        reader.cancel()
        #expect(await reader.value == nil)
        box.put([report(1, .up, 1)])
        #expect(await box.next() == [report(1, .up, 1)])
    }

    @Test func `an empty batch wakes nobody`() async {
        let box = ReportBox()
        async let first = box.next()
        box.put([])
        box.put([report(1, .up, 1)])
        #expect(await first?.count == 1)
    }
}
