import ServiceCatalog

/// A span of time in one unit, and when the text will be another one.
struct Age: Hashable, Sendable {
    let text: String
    /// From now.
    let changesAfter: Duration

    private static let units: [(seconds: Int64, below: Int64, suffix: String)] = [
        (1, 60, "s"), (60, 3600, "m"), (3600, 48 * 3600, "h"), (86_400, .max, "d"),
    ]

    /// Elapsed time: `12s`, `4m`, `9h`, `41d`.
    init(elapsed: Duration) {
        let seconds = max(0, elapsed.components.seconds)
        let unit = Self.units.first { seconds < $0.below } ?? Self.units[3]
        text = "\(seconds / unit.seconds)\(unit.suffix)"
        changesAfter = .seconds((seconds / unit.seconds + 1) * unit.seconds) - max(.zero, elapsed)
    }

    /// Time still to go, rounded up: at 0.2 seconds before the end it says `1s`.
    init(remaining: Duration) {
        let remaining = max(.zero, remaining)
        let hasFraction = remaining.components.attoseconds > 0
        let seconds = remaining.components.seconds + (hasFraction ? 1 : 0)
        let unit = Self.units.first { seconds < $0.below } ?? Self.units[3]
        let count = (seconds + unit.seconds - 1) / unit.seconds
        text = "\(count)\(unit.suffix)"
        changesAfter = max(.milliseconds(1), remaining - .seconds((count - 1) * unit.seconds))
    }
}
