import Synchronization

/// Lets only so many lines through in a second: whoever sends nonsense fills no disk with it.
final class LogPacer: Sendable {
    private struct Second: Sendable {
        var number: UInt64 = 0
        var lines = 0
        var leftOut = 0
    }

    private static let mostLines = 20

    private let second = Mutex(Second())

    /// What is to be written for a line at a time in seconds: it, nothing, or before it how many were left out.
    func lines(for line: String, at seconds: UInt64) -> [String] {
        second.withLock { second in
            var lines: [String] = []
            if second.number != seconds {
                if second.leftOut > 0 { lines.append("\(second.leftOut) lines more are left out") }
                second = Second(number: seconds)
            }
            second.lines += 1
            guard second.lines <= Self.mostLines else {
                second.leftOut += 1
                return lines
            }
            return lines + [line]
        }
    }
}
