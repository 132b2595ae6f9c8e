/// Why a text is no TOML, or not one that is taken.
package struct TOMLError: Error, Equatable {
    package var message: String
    /// From 1.
    package var line: Int
    /// In characters, from 1; nil where the whole line is meant.
    package var column: Int?
}

extension TOMLError: CustomStringConvertible {
    package var description: String { column.map { "\(message) (column \($0))" } ?? message }
}
