import DNSCore
import GRDB
import ServiceCatalog

/// A row of a file that anyone may have written: every column is checked.
struct StoredRow {
    /// What stands in a column is not what svctop writes there.
    struct Mismatch: Error {
        /// The column, with what it belongs to.
        var place: String
    }

    private let row: Row

    init(_ row: Row) { self.row = row }

    // Inlined into `fraction`, the optimiser of Swift 6.3 fails on it.
    @inline(never)
    private func value<Value>(_ column: String, _ read: (DatabaseValue) -> Value?) throws(Mismatch) -> Value {
        guard let stored = row[column] as DatabaseValue?, let value = read(stored) else {
            throw Mismatch(place: column)
        }
        return value
    }

    private func optional<Value>(_ column: String, _ read: (DatabaseValue) -> Value?) throws(Mismatch) -> Value? {
        try value(column) { $0.isNull ? .some(nil) : read($0).map { .some($0) } }
    }

    func integer(_ column: String) throws(Mismatch) -> Int64 { try value(column, Int64.fromDatabaseValue) }

    func optionalInteger(_ column: String) throws(Mismatch) -> Int64? {
        try optional(column, Int64.fromDatabaseValue)
    }

    func number<Number: FixedWidthInteger>(_ column: String) throws(Mismatch) -> Number {
        try value(column) { Int64.fromDatabaseValue($0).flatMap(Number.init(exactly:)) }
    }

    func truth(_ column: String) throws(Mismatch) -> Bool { try integer(column) != 0 }

    func time(_ column: String) throws(Mismatch) -> Timestamp { Timestamp(nanoseconds: try integer(column)) }

    func optionalTime(_ column: String) throws(Mismatch) -> Timestamp? {
        try optionalInteger(column).map { Timestamp(nanoseconds: $0) }
    }

    func fraction(_ column: String) throws(Mismatch) -> Double {
        try value(column) { Double.fromDatabaseValue($0).flatMap { $0.isFinite ? $0 : nil } }
    }

    func optionalFraction(_ column: String) throws(Mismatch) -> Double? {
        try optional(column) { Double.fromDatabaseValue($0).flatMap { $0.isFinite ? $0 : nil } }
    }

    func text(_ column: String) throws(Mismatch) -> String { try value(column, String.fromDatabaseValue) }

    func optionalText(_ column: String) throws(Mismatch) -> String? { try optional(column, String.fromDatabaseValue) }

    func name(_ column: String) throws(Mismatch) -> DomainName {
        try value(column) { String.fromDatabaseValue($0).flatMap { try? DomainName($0) } }
    }

    func status(_ column: String) throws(Mismatch) -> Status {
        try value(column) { String.fromDatabaseValue($0).flatMap(Status.init(name:)) }
    }

    /// Reasons are kept in words, and words are mended at times: one that is not known any more says nothing.
    func reason(_ column: String) throws(Mismatch) -> Reason {
        try value(column) { String.fromDatabaseValue($0).map { text in reasons[text] ?? .none } }
    }

    func serial(_ column: String) throws(Mismatch) -> Serial? {
        try optional(column) { Int64.fromDatabaseValue($0).flatMap(UInt32.init(exactly:)).map(Serial.init(rawValue:)) }
    }

    func bytes(_ column: String) throws(Mismatch) -> [UInt8] {
        try value(column) { if case .blob(let data) = $0.storage { Array(data) } else { nil } }
    }

    func instance() throws(Mismatch) -> InstanceIdentity {
        InstanceIdentity(
            zone: try name("zone"), owner: try name("owner"), target: try name("target"), port: try number("port"))
    }
}

private let reasons = Dictionary(Reason.allCases.map { ($0.description, $0) }) { first, _ in first }
