import DNSCore

/// The latest changes of a zone, without a gap, oldest first: for IXFR.
package struct ZoneHistory: Sendable {
    /// Records in all changes together: beyond this the oldest are let go.
    package static let mostRecords = 200_000
    /// Changes in a block: so many does an append copy at most while others read the history as it was.
    private static let blockSize = 128

    private var blocks: [[ZoneChange]] = []
    private var recordCount = 0
    package private(set) var count = 0

    package init() {}

    /// The version that the newest change leads to.
    package var newest: Serial? { blocks.last?.last?.to }

    package mutating func append(_ change: ZoneChange) {
        if let newest, newest != change.from { self = ZoneHistory() }
        if blocks.last.map({ $0.count >= Self.blockSize }) ?? true { blocks.append([]) }
        blocks[blocks.count - 1].append(change)
        count += 1
        recordCount += change.recordCount
        while recordCount > Self.mostRecords, count > 1 { dropOldest() }
    }

    private mutating func dropOldest() {
        recordCount -= blocks[0].removeFirst().recordCount
        count -= 1
        if blocks[0].isEmpty { blocks.removeFirst() }
    }

    /// What leads from a version to the newest one; nil where that is not known any more.
    package func changes(since serial: Serial) -> ArraySlice<ZoneChange>? {
        for (index, block) in blocks.enumerated().reversed() {
            guard let place = block.firstIndex(where: { $0.from == serial }) else { continue }
            return ArraySlice(block[place...] + blocks[(index + 1)...].joined())
        }
        return nil
    }
}

extension ZoneChange {
    fileprivate var recordCount: Int { deletions.count + additions.count }
}
