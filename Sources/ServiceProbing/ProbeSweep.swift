import ServiceCatalog

/// Every endpoint once, for those who want to know how things stand now: what fails is probed again quickly until it is
/// `down` by the policy. One report for each endpoint, in batches as they are settled; then it ends.
///
/// A verdict of `unknown` in the end means that no probe is known for the endpoint, or that none could be sent.
/// The sweep stops early when it and its iterators are let go, or when the reading task is cancelled.
package struct ProbeSweep: AsyncSequence, Sendable {
    package typealias Element = [ProbeReport]
    package typealias Failure = Never

    private let prober: Prober

    package init(
        _ targets: [ProbeTarget], policy: ProbePolicy = ProbePolicy(), clock: WallClock = WallClock()
    ) throws(ProberError) {
        prober = try Prober(policy: policy, clock: clock, purpose: .sweep, targets: targets)
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(prober: prober, reports: prober.reports().makeAsyncIterator())
    }

    package struct Iterator: AsyncIteratorProtocol {
        /// Runs as long as someone reads.
        private let prober: Prober
        private var reports: ProbeReports.Iterator

        fileprivate init(prober: Prober, reports: ProbeReports.Iterator) {
            self.prober = prober
            self.reports = reports
        }

        package mutating func next() async -> [ProbeReport]? { await reports.next() }
    }

    /// All reports, in the order of their coming.
    ///
    /// - Parameter progress: is told after each batch how many endpoints are settled.
    package func collect(progress: (Int) -> Void = { _ in }) async -> [ProbeReport] {
        var all: [ProbeReport] = []
        for await batch in self {
            all += batch
            progress(all.count)
        }
        return all
    }
}
