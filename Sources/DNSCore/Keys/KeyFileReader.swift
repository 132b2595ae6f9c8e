/// Reads `key NAME { algorithm NAME; secret "BASE64"; };` statements, with the comments that BIND knows.
struct KeyFileReader {
    private let text: [UInt8]
    private var position = 0
    /// Of the cursor, from 1.
    private(set) var line = 1

    init(_ text: some StringProtocol) {
        self.text = Array(text.utf8)
    }

    private enum Token: Equatable {
        /// A word, quoted or not, without its quotation marks.
        case word(String)
        case mark(UInt8)
    }

    /// The next key, or nothing at the end of the text.
    mutating func nextKey() throws(KeyFileError) -> TSIGKey? {
        guard let token = try nextToken() else { return nil }
        guard token == .word("key") else { throw error(.expected("\"key\"")) }
        let text = try word("the name of a key")
        let name: DomainName
        do { name = try DomainName(text) } catch { throw self.error(.name(error)) }
        try mark("{")
        var (algorithm, secret): (KeyAlgorithm?, [UInt8]?)
        while let field = try nextField() {
            switch field {
            case "algorithm":
                guard algorithm == nil else { throw error(.repeated(field)) }
                algorithm = try keyAlgorithm(try word("the name of an algorithm"))
            default:
                guard secret == nil else { throw error(.repeated(field)) }
                secret = try secretBytes(try word("a secret"))
            }
            try mark(";")
        }
        try mark(";")
        guard let algorithm else { throw error(.missing("algorithm", of: name)) }
        guard let secret else { throw error(.missing("secret", of: name)) }
        do { return try algorithm.key(name: name, secret: secret) } catch { throw self.error(.key(error)) }
    }

    /// `algorithm`, `secret`, or nothing at the closing brace.
    private mutating func nextField() throws(KeyFileError) -> String? {
        switch try nextToken() {
        case .mark(UInt8(ascii: "}")): return nil
        case .word("algorithm"): return "algorithm"
        case .word("secret"): return "secret"
        default: throw error(.expected("\"algorithm\", \"secret\" or \"}\""))
        }
    }

    private func keyAlgorithm(_ text: String) throws(KeyFileError) -> KeyAlgorithm {
        do { return try KeyAlgorithm(text) } catch { throw self.error(error) }
    }

    private func secretBytes(_ text: String) throws(KeyFileError) -> [UInt8] {
        let digits = text.utf8.filter { !Self.isBlank($0) }
        guard let bytes = Base64.decode(digits) else { throw error(.secretNotBase64) }
        return bytes
    }

    private mutating func word(_ what: String) throws(KeyFileError) -> String {
        guard case .word(let text) = try nextToken() else { throw error(.expected(what)) }
        return text
    }

    private mutating func mark(_ character: Character) throws(KeyFileError) {
        guard case .mark(let byte) = try nextToken(), byte == character.asciiValue else {
            throw error(.expected("\"\(character)\""))
        }
    }

    private func error(_ fault: KeyFileError.Fault) -> KeyFileError { KeyFileError(fault, line: line) }
}

// MARK: - Words and marks

extension KeyFileReader {
    private mutating func nextToken() throws(KeyFileError) -> Token? {
        try skipBlanks()
        guard position < text.count else { return nil }
        let byte = text[position]
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ";"):
            position += 1
            return .mark(byte)
        case UInt8(ascii: "\""):
            return .word(try quotedWord())
        default:
            let start = position
            while position < text.count, !Self.endsWord(text[position]) { position += 1 }
            return .word(String(decoding: text[start..<position], as: UTF8.self))
        }
    }

    private mutating func quotedWord() throws(KeyFileError) -> String {
        let (start, startLine) = (position + 1, line)
        position = start
        while position < text.count, text[position] != UInt8(ascii: "\"") {
            let isEscape = text[position] == UInt8(ascii: "\\") && position + 1 < text.count
            for _ in 0..<(isEscape ? 2 : 1) { advance() }
        }
        guard position < text.count else { throw KeyFileError(.unterminatedString, line: startLine) }
        position += 1
        return String(decoding: text[start..<(position - 1)], as: UTF8.self)
    }

    private mutating func skipBlanks() throws(KeyFileError) {
        while position < text.count {
            if Self.isBlank(text[position]) {
                advance()
            } else if starts(with: "//") || starts(with: "#") {
                while position < text.count, text[position] != UInt8(ascii: "\n") { position += 1 }
            } else if starts(with: "/*") {
                try skipBlockComment()
            } else {
                return
            }
        }
    }

    private mutating func skipBlockComment() throws(KeyFileError) {
        let startLine = line
        position += 2
        while !starts(with: "*/") {
            guard position < text.count else { throw KeyFileError(.unterminatedComment, line: startLine) }
            advance()
        }
        position += 2
    }

    private mutating func advance() {
        if text[position] == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private func starts(with characters: String) -> Bool { text[position...].starts(with: characters.utf8) }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func endsWord(_ byte: UInt8) -> Bool {
        isBlank(byte) || "{};\"".utf8.contains(byte)
    }
}
