import ServiceCatalog

/// A row by what it shows: a service, or an instance of it.
struct RowKey: Hashable, Sendable {
    var service: ServiceKey
    var instance: InstanceID?
}

/// The row that keys act on. It belongs to a record; its place follows.
struct Cursor: Hashable, Sendable {
    /// Among all rows; 0 while there are none.
    var row = 0
    /// nil while there are no rows.
    var key: RowKey?
    /// Until it has been moved it stays on the first row, where the worst is.
    var hasMoved = false
}
