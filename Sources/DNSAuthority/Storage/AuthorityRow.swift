import DNSCore
import GRDB

/// A row of a file that anyone may have written: every column is checked.
struct AuthorityRow {
    /// What stands in a column is not what svctop writes there.
    struct Mismatch: Error {
        var place: String
    }

    private let row: Row

    init(_ row: Row) { self.row = row }

    // Inlined, the optimiser of Swift 6.3 may fail on it.
    @inline(never)
    private func value<Value>(_ column: Int, _ read: (DatabaseValue) -> Value?) throws(Mismatch) -> Value {
        guard column < row.count, let stored = row[column] as DatabaseValue?, let value = read(stored) else {
            throw Mismatch(place: column < row.count ? Array(row.columnNames)[column] : "column \(column)")
        }
        return value
    }

    private func optional<Value>(_ column: Int, _ read: (DatabaseValue) -> Value?) throws(Mismatch) -> Value? {
        try value(column) { $0.isNull ? .some(nil) : read($0).map { .some($0) } }
    }

    func number<Number: FixedWidthInteger>(_ column: Int) throws(Mismatch) -> Number {
        try value(column) { Int64.fromDatabaseValue($0).flatMap(Number.init(exactly:)) }
    }

    func optionalNumber<Number: FixedWidthInteger>(_ column: Int) throws(Mismatch) -> Number? {
        try optional(column) { Int64.fromDatabaseValue($0).flatMap(Number.init(exactly:)) }
    }

    func text(_ column: Int) throws(Mismatch) -> String { try value(column, String.fromDatabaseValue) }

    func optionalText(_ column: Int) throws(Mismatch) -> String? { try optional(column, String.fromDatabaseValue) }

    func bytes(_ column: Int) throws(Mismatch) -> [UInt8] { try value(column, Blob.bytes) }

    func name(_ column: Int) throws(Mismatch) -> DomainName {
        try value(column) { Blob.bytes($0).flatMap { try? DomainName(wire: $0) } }
    }

    func optionalName(_ column: Int) throws(Mismatch) -> DomainName? {
        try optional(column) { Blob.bytes($0).flatMap { try? DomainName(wire: $0) } }
    }

    func type(_ column: Int) throws(Mismatch) -> RecordType { RecordType(rawValue: try number(column)) }

    func serial(_ column: Int) throws(Mismatch) -> Serial { Serial(rawValue: try number(column)) }

    func records(_ column: Int) throws(Mismatch) -> [ResourceRecord] {
        try value(column) { Blob.bytes($0).flatMap { try? RecordList.decode($0) } }
    }
}
