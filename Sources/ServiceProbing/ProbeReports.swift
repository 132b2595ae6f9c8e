/// The reports of a prober, in batches, at most thirty a second. One reader at a time: a second one ends the first.
///
/// A reader that is slow finds one report per endpoint and verdict: a newer one replaces an older one of the same
/// verdict, and a change of verdict stays. Only beyond `ReportBox.changeLimit` waiting reports does the newest verdict
/// replace the one before it.
package struct ProbeReports: AsyncSequence, Sendable {
    package typealias Element = [ProbeReport]
    package typealias Failure = Never

    let box: ReportBox

    package func makeAsyncIterator() -> Iterator { Iterator(box: box) }

    package struct Iterator: AsyncIteratorProtocol {
        let box: ReportBox

        /// The next batch, never empty; nil when the prober has stopped or the task was cancelled.
        package mutating func next() async -> [ProbeReport]? { await box.next() }
    }
}
