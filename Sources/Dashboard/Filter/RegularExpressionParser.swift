import DNSCore

/// Reads a regular expression: `.`, `[a-z]`, `[^0-9]`, `[[:digit:]]`, `\d`, `*`, `+`, `?`, `{2,3}`, `|`, parentheses, `^` and
/// `$`. References to what a parenthesis has matched are refused: nothing that understands them is bounded in its time.
struct RegularExpressionParser {
    typealias Bytes = RegularExpression.Positions
    typealias Node = RegularExpressionNode

    private let characters: [FilterCharacter]
    private let end: Int
    private var next = 0
    private var depth = 0

    private static let deepest = 32
    private static let mostRepetitions = 255

    /// - Parameter end: where the expression ends in the filter's text.
    init(_ characters: [FilterCharacter], end: Int) {
        self.characters = characters
        self.end = end
    }

    mutating func parse() throws(FilterError) -> Node {
        guard !characters.isEmpty else { throw FilterError("a regular expression is missing here", at: end) }
        let node = try alternatives()
        if next < characters.count { throw FilterError("this parenthesis closes nothing", at: position) }
        return node
    }

    private var current: Character? { next < characters.count ? characters[next].value : nil }
    private var position: Int { next < characters.count ? characters[next].position : end }

    private mutating func take(_ character: Character) -> Bool {
        guard current == character else { return false }
        next += 1
        return true
    }

    private mutating func alternatives() throws(FilterError) -> Node {
        var branches = [try branch()]
        while take("|") { branches.append(try branch()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func branch() throws(FilterError) -> Node {
        var pieces: [Node] = []
        while let current, current != "|", current != ")" { pieces.append(try piece()) }
        return .sequence(pieces)
    }

    private mutating func piece() throws(FilterError) -> Node {
        let node = try atom()
        guard let (least, most) = try repetition() else { return node }
        if let current, "*+?{".contains(current) { throw FilterError("this repeats a repetition", at: position) }
        return .repeated(node, least: least, most: most)
    }

    private mutating func repetition() throws(FilterError) -> (least: Int, most: Int?)? {
        let start = position
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard take("{") else { return nil }
        let least = try number()
        var most: Int? = least
        if take(",") { most = current == "}" ? nil : try number() }
        guard take("}") else { throw FilterError("“}” is missing here", at: position) }
        guard least <= most ?? least else { throw FilterError("these numbers are the wrong way round", at: start) }
        return (least, most)
    }

    private mutating func number() throws(FilterError) -> Int {
        let start = position
        var value: Int?
        while let digit = current, digit.isASCII, let number = digit.wholeNumberValue,
            value ?? 0 <= Self.mostRepetitions
        {
            value = (value ?? 0) * 10 + number
            next += 1
        }
        guard let value else { throw FilterError("a number is missing here, as in “{2,3}”", at: position) }
        guard value <= Self.mostRepetitions else {
            throw FilterError("at most \(Self.mostRepetitions) repetitions", at: start)
        }
        return value
    }

    private mutating func atom() throws(FilterError) -> Node {
        let start = position
        guard let character = current else { throw FilterError("something is missing here", at: end) }
        next += 1
        switch character {
        case "(": return try group(openedAt: start)
        case "[": return .bytes(try bracket(openedAt: start))
        case ".": return .bytes(Bytes(repeating: .max))
        case "^": return .symbol(RegularExpression.Symbol.start)
        case "$": return .symbol(RegularExpression.Symbol.end)
        case "\\": return try escape(at: start)
        case "*", "+", "?", "{": throw FilterError("there is nothing before “\(character)” to repeat", at: start)
        default: return Self.literal(character)
        }
    }

    private static func literal(_ character: Character) -> Node {
        let bytes = String(character).utf8.map { Node.bytes(Bytes(Int(asciiLowercased($0)))) }
        return bytes.count == 1 ? bytes[0] : .sequence(bytes)
    }

    private mutating func group(openedAt start: Int) throws(FilterError) -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw FilterError("too many parentheses within each other", at: start) }
        let node = try alternatives()
        guard take(")") else { throw FilterError("the parenthesis is not closed", at: start) }
        return node
    }

    private mutating func escape(at start: Int) throws(FilterError) -> Node {
        guard let character = current else { throw FilterError("a character is missing after “\\”", at: end) }
        next += 1
        if let name = Self.shortClasses[character], let bytes = Self.classes[name] { return .bytes(bytes) }
        if character.isASCII, character.isNumber {
            throw FilterError("“\\\(character)” refers back, which takes time without bounds", at: start)
        }
        if character.isASCII, character.isLetter {
            throw FilterError("“\\\(character)” means nothing here", at: start)
        }
        return Self.literal(character)
    }
}

// MARK: - Brackets

extension RegularExpressionParser {
    fileprivate static let shortClasses: [Character: String] = ["d": "digit", "w": "word", "s": "space"]

    fileprivate static let classes: [String: Bytes] = {
        let lower = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let make = { (isMember: (UInt8) -> Bool) in
            (UInt8.min...UInt8.max).reduce(into: Bytes.zero) { if isMember($1) { $0.insert(Int($1)) } }
        }
        let isAlphanumeric = { (byte: UInt8) in lower.contains(byte) || digits.contains(byte) }
        // Letters are all in lower case where one looks.
        return [
            "alpha": make(lower.contains), "lower": make(lower.contains), "upper": make(lower.contains),
            "digit": make(digits.contains), "alnum": make(isAlphanumeric),
            "word": make { isAlphanumeric($0) || $0 == UInt8(ascii: "_") },
            "space": make { $0 == 0x20 || (0x09...0x0D).contains($0) },
            "punct": make { (0x21...0x7E).contains($0) && !isAlphanumeric($0) && !(0x41...0x5A).contains($0) },
            "xdigit": make { digits.contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) },
        ]
    }()

    fileprivate mutating func bracket(openedAt start: Int) throws(FilterError) -> Bytes {
        let isNegated = take("^")
        var bytes = Bytes.zero
        var isFirst = true
        while true {
            guard current != nil else { throw FilterError("the bracket is not closed", at: start) }
            if !isFirst, take("]") { break }
            isFirst = false
            if let named = try namedClass() {
                bytes |= named
            } else {
                for byte in try range() { bytes.insert(Int(asciiLowercased(byte))) }
            }
        }
        return isNegated ? ~bytes : bytes
    }

    /// `[:digit:]`
    private mutating func namedClass() throws(FilterError) -> Bytes? {
        guard current == "[", next + 1 < characters.count, characters[next + 1].value == ":" else { return nil }
        let start = position
        next += 2
        var name = ""
        while let letter = current, letter.isLetter {
            name.append(letter)
            next += 1
        }
        guard take(":"), take("]"), let bytes = Self.classes[name] else {
            let known = Self.classes.keys.filter { $0 != "word" }.sorted().joined(separator: ", ")
            throw FilterError("“[:\(name):]” is no class; there are \(known)", at: start)
        }
        return bytes
    }

    private mutating func range() throws(FilterError) -> ClosedRange<UInt8> {
        let start = position
        let first = try byte()
        guard current == "-", next + 1 < characters.count, characters[next + 1].value != "]" else {
            return first...first
        }
        next += 1
        let last = try byte()
        guard first <= last else { throw FilterError("this range is the wrong way round", at: start) }
        return first...last
    }

    private mutating func byte() throws(FilterError) -> UInt8 {
        if current == "\\" { next += 1 }
        guard let character = current else { throw FilterError("the bracket is not closed", at: end) }
        guard let byte = character.asciiValue else {
            throw FilterError("brackets take ASCII only; “|” takes anything", at: position)
        }
        next += 1
        return byte
    }
}
