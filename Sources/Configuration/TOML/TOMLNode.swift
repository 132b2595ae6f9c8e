/// A TOML value, and the line that its key stands on.
struct TOMLNode: Equatable {
    enum Value: Equatable {
        case string(String)
        case integer(Int)
        case number(Double)
        case boolean(Bool)
        /// A date, a time or both: nothing here is one, so what it says is not kept.
        case moment
        case list([TOMLNode])
        case table([String: TOMLNode])
    }

    var value: Value
    /// From 1. An element of a list has the line that it begins on.
    var line: Int
}

extension TOMLNode.Value {
    /// With its article, as messages say it.
    var kind: String {
        switch self {
        case .string: "a string"
        case .integer: "an integer"
        case .number: "a number"
        case .boolean: "a boolean"
        case .moment: "a date or time"
        case .list: "a list"
        case .table: "a table"
        }
    }
}
