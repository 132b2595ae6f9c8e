/// Why a text is no TOML, or not one that is taken.
struct TOMLError: Error, Equatable {
    var message: String
    /// From 1.
    var line: Int
    /// In characters, from 1; nil where the whole line is meant.
    var column: Int?
}

extension TOMLError: CustomStringConvertible {
    var description: String { column.map { "\(message) (column \($0))" } ?? message }
}
