import Configuration
import DNSCore

/// The words of one line of a scene, from left to right.
struct SceneLine {
    let number: Int
    private(set) var rest: Substring

    init(_ text: Substring, number: Int) {
        self.number = number
        rest = text.trimming()
    }

    var isEmpty: Bool { rest.isEmpty }

    func error(_ text: String) -> SceneError { SceneError(text, line: number) }

    mutating func word() -> String? {
        guard !rest.isEmpty else { return nil }
        let word = rest.prefix { !$0.isBlank }
        rest = rest.dropFirst(word.count).trimming()
        return String(word)
    }

    /// - Parameter what: what is to stand there, for the one who left it out.
    mutating func word(_ what: String) throws(SceneError) -> String {
        guard let word = word() else { throw error("\(what) is missing") }
        return word
    }

    /// Passes over the next word if it is this one.
    mutating func take(_ wanted: String) -> Bool {
        var after = self
        guard after.word() == wanted else { return false }
        self = after
        return true
    }

    mutating func text(_ what: String) throws(SceneError) -> String {
        guard !rest.isEmpty else { throw error("\(what) is missing") }
        defer { rest = "" }
        return String(rest)
    }

    func end() throws(SceneError) {
        if !rest.isEmpty { throw error("\"\(rest)\" is too much") }
    }
}

extension SceneLine {
    mutating func duration(_ what: String) throws(SceneError) -> Duration {
        let word = try word(what)
        guard let duration = DurationText.parse(word) else {
            throw error("\"\(word)\" is not \(what): write 500ms, 10s, 1m30s, 2h or 3d")
        }
        return duration
    }

    mutating func number<Number: FixedWidthInteger>(
        _ what: String, _ range: ClosedRange<Number> = 0...Number.max
    ) throws(SceneError) -> Number {
        let word = try word(what)
        guard let number = Number(word), range.contains(number) else {
            throw error("\"\(word)\" is not \(what) from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func name(_ what: String) throws(SceneError) -> DomainName {
        let word = try word(what)
        do throws(NameError) { return try DomainName(word) } catch { throw self.error("\"\(word)\": \(error)") }
    }

    mutating func address() throws(SceneError) -> IPAddress {
        let word = try word("an address")
        guard let address = IPAddress(word) else {
            throw error("\"\(word)\" is not an address (10.0.0.1, 2001:db8::1)")
        }
        return address
    }
}

extension Character {
    fileprivate var isBlank: Bool { self == " " || self == "\t" }
}

extension Substring {
    fileprivate func trimming() -> Substring {
        var text = drop { $0.isBlank }
        while text.last?.isBlank == true { text.removeLast() }
        return text
    }
}
