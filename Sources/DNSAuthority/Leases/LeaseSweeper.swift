/// Lets go what was not renewed, every so often.
package struct LeaseSweeper: Sendable {
    private let queue: UpdateQueue

    package init(_ queue: UpdateQueue) { self.queue = queue }

    /// Goes on until the task is cancelled.
    package func run(every interval: Duration = .seconds(1)) async {
        while !Task.isCancelled {
            await queue.sweepLeases()
            try? await Task.sleep(for: interval)
        }
    }
}
