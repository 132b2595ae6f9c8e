/// From when to when a certificate is valid, in seconds since 1970.
struct Lifetime: Hashable, Sendable {
    var from: Int64
    var until: Int64

    /// Less than a third of it is left.
    func isNearEnd(at time: Int64) -> Bool {
        let left = until.subtractingReportingOverflow(time)
        let whole = until.subtractingReportingOverflow(from)
        guard !left.overflow, !whole.overflow else { return time > until }
        return left.partialValue < whole.partialValue / 3
    }
}
