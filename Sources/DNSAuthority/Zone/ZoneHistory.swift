import DNSCore

/// The latest changes of a zone, without a gap, oldest first: for IXFR.
package struct ZoneHistory: Sendable {
    /// Records in all changes together: beyond this the oldest are let go.
    package static let mostRecords = 200_000

    private var changes: [ZoneChange] = []
    private var recordCount = 0

    package init() {}

    package mutating func append(_ change: ZoneChange) {
        if let last = changes.last, last.to != change.from { self = ZoneHistory() }
        changes.append(change)
        recordCount += change.recordCount
        var excess = 0
        while recordCount > Self.mostRecords, excess < changes.count - 1 {
            recordCount -= changes[excess].recordCount
            excess += 1
        }
        changes.removeFirst(excess)
    }

    /// What leads from a version to the newest one; nil where that is not known any more.
    package func changes(since serial: Serial) -> ArraySlice<ZoneChange>? {
        changes.firstIndex { $0.from == serial }.map { changes[$0...] }
    }
}

extension ZoneChange {
    fileprivate var recordCount: Int { deletions.count + additions.count }
}
