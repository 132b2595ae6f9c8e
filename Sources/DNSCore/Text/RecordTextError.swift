/// What is wrong with a record's data in presentation format, and where.
public struct RecordTextError: Error, Equatable, Sendable {
    public enum Fault: Equatable, Sendable {
        /// The text ends where something must follow: what it is.
        case missing(String)
        /// A word that is not what it has to be.
        case notA(String, word: String)
        case name(NameError)
        /// A quotation mark or a parenthesis without its counterpart.
        case unbalanced(Character)
        /// A backslash that is followed by neither a printable character nor three digits up to 255.
        case badEscape
        /// Something follows the last field.
        case trailing(String)
        /// The data that the text stands for is not what its type requires.
        case data(WireError)
    }

    public var fault: Fault
    /// Counts the bytes of the text from 0.
    public var offset: Int

    public init(_ fault: Fault, at offset: Int) {
        self.fault = fault
        self.offset = offset
    }
}

extension RecordTextError: CustomStringConvertible {
    public var description: String { "\(fault) at column \(offset + 1)" }
}

extension RecordTextError.Fault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let what): "\(what) is missing"
        case .notA(let what, let word): "\"\(word)\" is not \(what)"
        case .name(let error): error.description
        case .unbalanced(let mark): "\(mark) without its counterpart"
        case .badEscape: NameError.badEscape.description
        case .trailing(let word): "\"\(word)\" is too much"
        case .data(let error): error.fault == .truncated ? "the data ends too early" : error.fault.text
        }
    }
}
