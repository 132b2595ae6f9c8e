import Synchronization

/// How high a text's paragraphs are in the width that was asked for last: a plan of thousands of records is not measured for
/// each picture.
final class PlanMeasures: Sendable {
    private struct Measured: Sendable {
        var width = -1
        var starts: [Int] = []
    }

    private let measured = Mutex(Measured())

    /// Where each paragraph starts, and where the last one ends.
    func starts(in width: Int, heights: () -> [Int]) -> [Int] {
        measured.withLock { measured in
            if measured.width != width {
                measured.width = width
                measured.starts = heights().reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
            }
            return measured.starts
        }
    }
}
