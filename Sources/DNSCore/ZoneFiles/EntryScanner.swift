/// Cuts a master file into entries: lines, joined where a parenthesis is open, without comments (RFC 1035 section 5.1).
///
/// What words an entry has is for `RecordTextReader` to say.
struct EntryScanner {
    struct Entry {
        /// Line ends within parentheses are still there, so that places in it have a line.
        var text: [UInt8]
        /// Of the first byte, from 1.
        var line: Int

        var beginsWithBlank: Bool { text.first.map(EntryScanner.isBlank) ?? true }

        func line(of offset: Int) -> Int { line + text.prefix(offset).count { $0 == UInt8(ascii: "\n") } }
    }

    struct Failure: Error {
        var fault: ZoneFileError.Fault
        var line: Int
    }

    /// 65,535 bytes take four times as much as `\DDD`, and blanks between them.
    static let mostBytes = 1 << 20

    private let text: ZoneFileText
    private var piece: [UInt8] = []
    private var position = 0
    private var line = 1

    init(_ text: ZoneFileText) {
        self.text = text
    }

    /// The next entry with a word in it; nil at the end.
    mutating func next() throws(Failure) -> Entry? {
        while true {
            var entry = Entry(text: [], line: line)
            let isLast = try collect(&entry)
            if !entry.text.allSatisfy(Self.isBlankOrLineEnd) { return entry }
            if isLast { return nil }
        }
    }

    /// Takes bytes up to the end of the entry.
    /// - Returns: whether the text has ended.
    private mutating func collect(_ entry: inout Entry) throws(Failure) -> Bool {
        var openParentheses: [Int] = []
        while let byte = try nextByte() {
            switch byte {
            case UInt8(ascii: "\n"):
                line += 1
                if openParentheses.isEmpty { return false }
                entry.text.append(byte)
            case UInt8(ascii: ";"):
                try skipComment()
            case UInt8(ascii: "\""):
                entry.text.append(byte)
                try collectQuoted(&entry)
            case UInt8(ascii: "\\"):
                try collectEscape(&entry)
            case UInt8(ascii: "("):
                entry.text.append(byte)
                // RFC 1035 does not nest them; those who do mean no harm.
                openParentheses.append(line)
            case UInt8(ascii: ")"):
                entry.text.append(byte)
                _ = openParentheses.popLast()
            default:
                entry.text.append(byte)
            }
            guard entry.text.count <= Self.mostBytes else { throw Failure(fault: .tooLong, line: entry.line) }
        }
        if let line = openParentheses.last { throw Failure(fault: .text(.unbalanced("(")), line: line) }
        return true
    }

    private mutating func collectQuoted(_ entry: inout Entry) throws(Failure) {
        while let byte = try nextByte() {
            switch byte {
            case UInt8(ascii: "\n"):
                throw Failure(fault: .text(.unbalanced("\"")), line: line)
            case UInt8(ascii: "\\"):
                try collectEscape(&entry)
            case UInt8(ascii: "\""):
                entry.text.append(byte)
                return
            default:
                entry.text.append(byte)
            }
            guard entry.text.count <= Self.mostBytes else { throw Failure(fault: .tooLong, line: entry.line) }
        }
        throw Failure(fault: .text(.unbalanced("\"")), line: line)
    }

    /// A backslash and what follows it, which ends nothing.
    private mutating func collectEscape(_ entry: inout Entry) throws(Failure) {
        guard let escaped = try nextByte(), escaped != UInt8(ascii: "\n") else {
            throw Failure(fault: .text(.badEscape), line: line)
        }
        entry.text.append(UInt8(ascii: "\\"))
        entry.text.append(escaped)
    }

    /// Up to the line's end, which stays.
    private mutating func skipComment() throws(Failure) {
        while let byte = try nextByte() {
            guard byte != UInt8(ascii: "\n") else {
                position -= 1
                return
            }
        }
    }

    private mutating func nextByte() throws(Failure) -> UInt8? {
        if position == piece.count {
            do { piece = try text.nextPiece() } catch {
                throw Failure(fault: .unreadable(error.reason), line: line)
            }
            position = 0
            if piece.isEmpty { return nil }
        }
        defer { position += 1 }
        return piece[position]
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func isBlankOrLineEnd(_ byte: UInt8) -> Bool {
        isBlank(byte) || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
    }
}
