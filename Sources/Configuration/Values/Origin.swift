/// Where a value comes from.
package enum Origin: Hashable, Sendable {
    /// Nobody said anything else.
    case builtIn
    case file(path: String, line: Int)
    /// On the command line: the option's name, or `ZONE`.
    case option(String)
}

extension Origin {
    /// In the file; nil for what does not come from one.
    var line: Int? { if case .file(_, let line) = self { line } else { nil } }
}

extension Origin: CustomStringConvertible {
    package var description: String {
        switch self {
        case .builtIn: "default"
        case .file(let path, let line): "\(path):\(line)"
        case .option(let name): name
        }
    }
}

/// A value that remembers where it comes from.
package struct Sourced<Value: Sendable & Hashable>: Sendable, Hashable {
    package var value: Value
    package var origin: Origin

    package init(_ value: Value, _ origin: Origin) {
        self.value = value
        self.origin = origin
    }
}
