/// Reads TOML 1.0, and gives every value its line.
///
/// An own reader, since the one at hand (toml++ by way of TOMLKit) tells no lines of keys, ends the process on `[ä]` and on deep
/// keys, and brings all of Foundation along. Where it differs from TOML 1.0 it takes less: no NUL, and no more than
/// `deepest` levels. Dates and times are taken by their shape alone.
package struct TOMLReader {
    /// Levels of keys, lists and tables in one another.
    static let deepest = 16

    let bytes: [UInt8]
    var position: Int
    var line = 1
    private var lineStart = 0
    /// Counts headers: dotted keys may add to a table only below the header where they made it.
    private var section = 0

    private init(_ text: String) {
        bytes = Array(text.utf8)
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// - Returns: A table.
    package static func read(_ text: String) throws(TOMLError) -> TOMLNode {
        var reader = TOMLReader(text)
        return try reader.readDocument()
    }

    private mutating func readDocument() throws(TOMLError) -> TOMLNode {
        let root = TableDraft(.headed, line: 1)
        var table = root
        var depth = 0
        try skipBlankLines()
        while current != nil {
            if current == UInt8(ascii: "[") {
                (table, depth) = try readHeader(root)
            } else {
                try readAssignment(into: table, depth: depth)
            }
            try endLine()
            try skipBlankLines()
        }
        return root.node
    }

    private mutating func readHeader(_ root: TableDraft) throws(TOMLError) -> (table: TableDraft, depth: Int) {
        let start = line
        position += 1
        let isElement = take(UInt8(ascii: "["))
        let path = try readPath(depth: 0)
        try expect(UInt8(ascii: "]"))
        if isElement { try expect(UInt8(ascii: "]")) }
        section += 1
        do throws(TableDraft.Conflict) {
            return (try root.begin(path[...], isElement: isElement, line: start), path.count)
        } catch {
            throw TOMLError(error, at: start)
        }
    }

    private mutating func readAssignment(into table: TableDraft, depth: Int) throws(TOMLError) {
        let start = line
        let path = try readPath(depth: depth)
        try expect(UInt8(ascii: "="))
        skipBlanks()
        var node = try readValue(depth: depth + path.count)
        node.line = start
        do throws(TableDraft.Conflict) {
            try table.insert(node, at: path[...], section: section)
        } catch {
            throw TOMLError(error, at: start)
        }
    }

    /// `{ a = 1, b.c = 2 }`
    mutating func readInlineTable(depth: Int) throws(TOMLError) -> TOMLNode {
        // A draft of its own: what is inside is closed for good.
        let table = TableDraft(.headed, line: line)
        position += 1
        skipBlanks()
        if take(UInt8(ascii: "}")) { return table.node }
        repeat {
            try readAssignment(into: table, depth: depth)
            skipBlanks()
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
        return table.node
    }
}

// MARK: - Bytes

extension TOMLReader {
    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    func isAt(_ text: StaticString) -> Bool { text.withUTF8Buffer { bytes[position...].starts(with: $0) } }

    mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    mutating func expect(_ byte: UInt8) throws(TOMLError) {
        skipBlanks()
        guard take(byte) else { throw error("expected `\(Unicode.Scalar(byte))`, found \(found)") }
    }

    mutating func skipBlanks() {
        while current == UInt8(ascii: " ") || current == UInt8(ascii: "\t") { position += 1 }
    }

    /// Passes over a line's end.
    /// - Returns: Whether there was one.
    mutating func takeLineEnd() -> Bool {
        guard isAt("\n") || isAt("\r\n") else { return false }
        position += current == UInt8(ascii: "\n") ? 1 : 2
        line += 1
        lineStart = position
        return true
    }

    mutating func skipBlankLines() throws(TOMLError) {
        repeat {
            skipBlanks()
            try skipComment()
        } while takeLineEnd()
    }

    private mutating func endLine() throws(TOMLError) {
        skipBlanks()
        try skipComment()
        guard current == nil || takeLineEnd() else { throw error("expected the end of the line, found \(found)") }
    }

    private mutating func skipComment() throws(TOMLError) {
        guard current == UInt8(ascii: "#") else { return }
        while let byte = current, !isAt("\n"), !isAt("\r\n") {
            try check(byte)
            position += 1
        }
    }

    /// No control character but the tab stands in comments and strings.
    func check(_ byte: UInt8) throws(TOMLError) {
        guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else {
            throw error(byte == 0 ? "a NUL character" : "a control character (\(byte)) has to be written as an escape")
        }
    }

    /// What stands at the cursor, for a message.
    var found: String {
        guard let byte = current else { return "the end of the file" }
        if isAt("\n") || isAt("\r\n") { return "the end of the line" }
        guard byte >= 0x20 else { return "a control character (\(byte))" }
        let rest = String(decoding: bytes[position...].prefix(4), as: UTF8.self)
        return rest.first.map { "`\($0)`" } ?? "nothing"
    }

    func error(_ message: String) -> TOMLError {
        let before = String(decoding: bytes[min(lineStart, position)..<position], as: UTF8.self)
        return TOMLError(message: message, line: line, column: before.count + 1)
    }
}

extension TOMLError {
    fileprivate init(_ conflict: TableDraft.Conflict, at line: Int) {
        switch conflict {
        case .repeated(let key, let first):
            self.init(message: "`\(key)` is there already, on line \(first)", line: line)
        case .isNoTable(let key, let first):
            self.init(message: "`\(key)` is no table: it has a value on line \(first)", line: line)
        }
    }
}
