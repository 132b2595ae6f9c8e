extension TOMLReader {
    /// Any of the four kinds of string, at its quotation mark.
    mutating func readString() throws(TOMLError) -> String {
        if isAt("\"\"\"") || isAt("'''") { return try readLongString() }
        let quote = bytes[position]
        var text: [UInt8] = []
        position += 1
        while let byte = current, byte != quote {
            if isAt("\n") || isAt("\r\n") { throw error("the string does not end on its line") }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                try readEscape(into: &text)
            } else {
                try check(byte)
                text.append(byte)
                position += 1
            }
        }
        guard take(quote) else { throw error("the string does not end") }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func readLongString() throws(TOMLError) -> String {
        let start = line
        let quote = bytes[position]
        var text: [UInt8] = []
        position += 3
        _ = takeLineEnd()
        while let byte = current {
            if byte == quote, let quotes = takeEnd(quote) {
                text += [UInt8](repeating: quote, count: quotes)
                return String(decoding: text, as: UTF8.self)
            }
            if takeLineEnd() {
                text.append(UInt8(ascii: "\n"))
            } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                if try !skipContinuation() { try readEscape(into: &text) }
            } else {
                try check(byte)
                text.append(byte)
                position += 1
            }
        }
        throw TOMLError(message: "the string that begins here does not end", line: start)
    }

    /// The three marks that end a long string, and up to two before them that belong to it.
    /// - Returns: How many belong to it; nil where it does not end.
    private mutating func takeEnd(_ quote: UInt8) -> Int? {
        let run = bytes[position...].prefix(5).prefix { $0 == quote }.count
        guard run >= 3 else { return nil }
        position += run
        return run - 3
    }

    /// A backslash at the end of a line swallows all white space up to the next character.
    private mutating func skipContinuation() throws(TOMLError) -> Bool {
        let start = position
        position += 1
        skipBlanks()
        guard takeLineEnd() else {
            position = start
            return false
        }
        repeat { skipBlanks() } while takeLineEnd()
        return true
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(TOMLError) {
        position += 1
        guard let letter = current else { throw error("the string does not end") }
        switch letter {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(letter)
        case UInt8(ascii: "u"): return try readScalar(digits: 4, into: &text)
        case UInt8(ascii: "U"): return try readScalar(digits: 8, into: &text)
        default: throw error("there is no escape `\\\(found.filter { $0 != "`" })`; a backslash is `\\\\`")
        }
        position += 1
    }

    private mutating func readScalar(digits: Int, into text: inout [UInt8]) throws(TOMLError) {
        position += 1
        let hexadecimal = bytes[position...].prefix(digits)
        guard hexadecimal.count == digits, hexadecimal.allSatisfy(Self.isHexadecimal),
            let value = UInt32(String(decoding: hexadecimal, as: UTF8.self), radix: 16),
            let scalar = Unicode.Scalar(value)
        else { throw error("\(digits) hexadecimal digits of a character are needed here") }
        guard value != 0 else { throw error("a NUL character") }
        text += Array(String(scalar).utf8)
        position += digits
    }

    static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
    }
}
