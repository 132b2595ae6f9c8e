import TOML

/// One key of a section, its value in force, and where that comes from.
package struct Setting<Value: Sendable & Hashable>: Sendable {
    package let section: String
    package let key: String
    let kind: ValueKind<Value>
    package private(set) var value: Value
    package private(set) var origin = Origin.builtIn

    init(_ section: String, _ key: String, _ kind: ValueKind<Value>, default value: Value) {
        self.section = section
        self.key = key
        self.kind = kind
        self.value = value
    }

    mutating func set(_ new: Sourced<Value>) {
        value = new.value
        origin = new.origin
    }

    /// Takes the value of an option, which wins over whatever has been.
    mutating func set(_ new: Value?, option: String) throws(FileError) {
        guard let new else { return }
        if let range = kind.violatedRange(new) {
            throw FileError("\(option) must be \(range), not \(kind.text(new))")
        }
        set(Sourced(new, .option(option)))
    }

    /// Takes the text of an option.
    mutating func set(text: String?, option: String) throws(FileError) {
        guard let text else { return }
        guard let new = kind.read(.string(text)) else {
            throw FileError("\(option) must be \(kind.expectation), not \(TOMLText.string(text))")
        }
        try set(new, option: option)
    }

    /// As TOML writes the value.
    var text: String { kind.text(value) }
}

extension Setting<Duration> {
    /// As `set(text:option:)`; a number without a unit counts seconds, as it does for dig and ping.
    mutating func set(seconds text: String?, option: String) throws(FileError) {
        let isBare = text?.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) } ?? false
        try set(text: isBare ? text.map { $0 + "s" } : text, option: option)
    }
}
