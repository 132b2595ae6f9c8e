/// A TOML value, and the line that its key stands on.
package struct TOMLNode: Equatable, Sendable {
    package enum Value: Equatable, Sendable {
        case string(String)
        case integer(Int)
        case number(Double)
        case boolean(Bool)
        /// A date, a time or both: nothing here is one, so what it says is not kept.
        case moment
        case list([TOMLNode])
        case table([String: TOMLNode])
    }

    package var value: Value
    /// From 1. An element of a list has the line that it begins on.
    package var line: Int
}

extension TOMLNode.Value {
    /// With its article, as messages say it.
    package var kind: String {
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
    /// What was found, for a message.
    package var described: String {
        switch self {
        case .string(let text): TOMLText.string(text.count > 60 ? text.prefix(60) + "…" : text)
        case .integer(let number): "the integer \(number)"
        case .number(let number): "the number \(number)"
        case .boolean(let truth): "\(truth)"
        case .list(let nodes): nodes.isEmpty ? "an empty list" : kind
        case .moment, .table: kind
        }
    }
}
