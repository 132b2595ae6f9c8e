/// A cursor over one record's data in presentation format (RFC 1035 section 5.1).
///
/// Words are separated by white space; parentheses count as such, and `;` begins a comment.
struct RecordTextReader {
    /// One word with its escapes still in place.
    struct Word {
        var text: ArraySlice<UInt8>
        var isQuoted: Bool

        var offset: Int { text.startIndex }
        var string: String { String(decoding: text, as: UTF8.self) }
    }

    /// What relative names end with.
    let origin: DomainName
    private let text: [UInt8]
    private var position = 0
    private var openParentheses = 0

    init(_ text: some StringProtocol, origin: DomainName) {
        self.init(Array(text.utf8), origin: origin)
    }

    init(_ text: [UInt8], origin: DomainName) {
        self.text = text
        self.origin = origin
    }

    var offset: Int { position }

    /// The next word without its quotation marks, or nothing at the end.
    mutating func nextWord() throws(RecordTextError) -> Word? {
        try skipBlanks()
        guard position < text.count else { return nil }
        return text[position] == UInt8(ascii: "\"") ? try quotedWord() : try plainWord()
    }

    private mutating func skipBlanks() throws(RecordTextError) {
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
                break
            case UInt8(ascii: "("):
                openParentheses += 1
            case UInt8(ascii: ")"):
                guard openParentheses > 0 else { throw RecordTextError(.unbalanced(")"), at: position) }
                openParentheses -= 1
            case UInt8(ascii: ";"):
                while position < text.count, text[position] != UInt8(ascii: "\n") { position += 1 }
                continue
            default:
                return
            }
            position += 1
        }
        guard openParentheses == 0 else { throw RecordTextError(.unbalanced("("), at: position) }
    }

    private mutating func quotedWord() throws(RecordTextError) -> Word {
        let start = position + 1
        position = start
        while position < text.count, text[position] != UInt8(ascii: "\"") { skipCharacter() }
        guard position < text.count else { throw RecordTextError(.unbalanced("\""), at: start - 1) }
        position += 1
        return Word(text: text[start..<(position - 1)], isQuoted: true)
    }

    /// A word may hold a quoted part, as in `alpn="h2,h3"`; that one's marks stay.
    private mutating func plainWord() throws(RecordTextError) -> Word {
        let start = position
        while position < text.count, !Self.endsWord(text[position]) {
            let opensQuotation = text[position] == UInt8(ascii: "\"")
            if opensQuotation { _ = try quotedWord() } else { skipCharacter() }
        }
        return Word(text: text[start..<position], isQuoted: false)
    }

    /// Passes over one character, an escaped one with its backslash.
    private mutating func skipCharacter() {
        position = min(position + (text[position] == UInt8(ascii: "\\") ? 2 : 1), text.count)
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: ";"),
            UInt8(ascii: "("), UInt8(ascii: ")"):
            true
        default:
            false
        }
    }

    /// The bytes that a word stands for, its escapes resolved.
    static func unescape(_ word: ArraySlice<UInt8>) throws(RecordTextError) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = word.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "\\") else { bytes.append(byte); continue }
            do { bytes.append(try DomainName.unescape(&rest)) } catch {
                throw RecordTextError(.badEscape, at: word.startIndex)
            }
        }
        return bytes
    }
}
