/// How much of the past is kept.
package struct HistoryLimits: Hashable, Sendable {
    /// Rows, of events and of changes of status each.
    package var rows: Int64
    /// What is older goes, too.
    package var age: Duration
    /// News that wait to be written, of events and of changes each: what comes on top of them is dropped, and counted.
    package var waiting: Int

    package init(rows: Int64 = 100_000, age: Duration = .seconds(90 * 86_400), waiting: Int = 50_000) {
        self.rows = rows
        self.age = age
        self.waiting = waiting
    }

    /// Outages are few, or the network is gone.
    var outages: Int64 { rows * 2 }
}
