/// What is wrong with a key file or a key argument. It never holds a secret, nor words that could be part of one.
public struct KeyFileError: Error, Equatable, Sendable {
    public enum Fault: Error, Equatable, Sendable {
        /// Something else stands where this should: in words, or the characters in quotation marks.
        case expected(String)
        case unterminatedComment
        case unterminatedString
        /// With its name where that looks like one.
        case unknownAlgorithm(String?)
        case name(NameError)
        /// The secret is not Base64.
        case secretNotBase64
        case key(TSIGKeyError)
        /// `algorithm` or `secret`.
        case missing(String, of: DomainName)
        case repeated(String)
        case duplicateKey(DomainName)
        case noKey
    }

    public var fault: Fault
    /// From 1; nothing for an argument.
    public var line: Int?

    public init(_ fault: Fault, line: Int?) {
        self.fault = fault
        self.line = line
    }
}

extension KeyFileError: CustomStringConvertible {
    public var description: String { line.map { "line \($0): \(fault)" } ?? fault.description }
}

extension KeyFileError.Fault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .expected(let what): "\(what) expected"
        case .unterminatedComment: "a comment begins here and does not end"
        case .unterminatedString: "a quotation mark without its counterpart"
        case .unknownAlgorithm(let name):
            "\(name.map { "\"\($0)\" is not an algorithm" } ?? "the algorithm is not known"): use one of "
                + TSIGAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
        case .name(let error): "the key's name is not valid: \(error)"
        case .secretNotBase64: "the secret is not valid Base64"
        case .key(let error): error.description
        case .missing(let field, let name): "the key \(name) has no \(field)"
        case .repeated(let field): "a second \(field) for the same key"
        case .duplicateKey(let name): "a second key with the name \(name)"
        case .noKey: "there is no key in the file"
        }
    }
}
