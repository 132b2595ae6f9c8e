/// The row that keys act on. It belongs to a record; its place follows.
struct Cursor: Hashable, Sendable {
    /// Among all rows; 0 while there are none.
    var row = 0
    /// By the numbers in the arrangement that is shown; nil while there are no rows.
    var key: RowKey?
    /// By name, for when the numbers mean something else: the group, and within it the record.
    var group: GroupName?
    var record: RecordName?
    /// Until it has been moved it stays on the first row, where the worst is.
    var hasMoved = false
}

/// A cursor and where on the screen it was.
struct PlacedCursor: Hashable, Sendable {
    var cursor: Cursor
    /// Below the first row on the screen; nil where it does not matter.
    var line: Int?
}
