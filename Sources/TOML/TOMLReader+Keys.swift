extension TOMLReader {
    /// `a`, `"b"`, `a.b.'c'`: at least one key.
    mutating func readPath(depth: Int) throws(TOMLError) -> [String] {
        var path: [String] = []
        repeat {
            skipBlanks()
            path.append(try readKey())
            try checkDepth(depth + path.count)
            skipBlanks()
        } while take(UInt8(ascii: "."))
        return path
    }

    func checkDepth(_ depth: Int) throws(TOMLError) {
        guard depth <= Self.deepest else {
            throw TOMLError(message: "nested more than \(Self.deepest) levels deep", line: line)
        }
    }

    private mutating func readKey() throws(TOMLError) -> String {
        if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") {
            guard !isAt("\"\"\""), !isAt("'''") else { throw error("a key may not go over several lines") }
            return try readString()
        }
        let start = position
        while let byte = current, Self.isBare(byte) { position += 1 }
        if let byte = current, byte >= 0x80 { throw error("a key with \(found) in it needs quotes") }
        guard position > start else { throw error("expected a key, found \(found)") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
