/// What is wrong with a filter's text, and where.
package struct FilterError: Error, Hashable, Sendable {
    /// In characters from the start of the text.
    package let position: Int
    /// What is meant or allowed there, as a sentence without a full stop.
    package let message: String

    init(_ message: String, at position: Int) {
        self.position = position
        self.message = message
    }
}

extension FilterError: CustomStringConvertible {
    package var description: String { "\(message) (at character \(position + 1))" }
}
