extension TOMLReader {
    mutating func readValue(depth: Int) throws(TOMLError) -> TOMLNode {
        try checkDepth(depth)
        let start = line
        switch current {
        case UInt8(ascii: "["): return try readList(depth: depth + 1)
        case UInt8(ascii: "{"): return try readInlineTable(depth: depth + 1)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return TOMLNode(value: .string(try readString()), line: start)
        default: return TOMLNode(value: try readPlain(), line: start)
        }
    }

    private mutating func readList(depth: Int) throws(TOMLError) -> TOMLNode {
        let start = line
        var elements: [TOMLNode] = []
        position += 1
        repeat {
            try skipBlankLines()
            if current == UInt8(ascii: "]") { break }
            elements.append(try readValue(depth: depth))
            try skipBlankLines()
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
        return TOMLNode(value: .list(elements), line: start)
    }

    /// A boolean, a number, a date or a time.
    private mutating func readPlain() throws(TOMLError) -> TOMLNode.Value {
        let start = position
        while let byte = current, Self.isPlain(byte) { position += 1 }
        if isDate(start..<position), current == UInt8(ascii: " "), position + 1 < bytes.count,
            (0x30...0x39).contains(bytes[position + 1])
        {
            // A blank may stand between date and time.
            position += 1
            while let byte = current, Self.isPlain(byte) { position += 1 }
        }
        let text = bytes[start..<position]
        if let value = PlainValue.read(text) { return value }
        position = start
        guard !text.isEmpty else { throw error("expected a value, found \(found)") }
        let shown = String(decoding: text.prefix(40), as: UTF8.self)
        throw error("`\(shown)` is no value\(PlainValue.advice(text))")
    }

    private func isDate(_ range: Range<Int>) -> Bool {
        range.count == 10 && bytes[range.lowerBound + 4] == UInt8(ascii: "-")
            && bytes[range.lowerBound + 7] == UInt8(ascii: "-")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."), UInt8(ascii: ":"):
            true
        default: byte >= 0x80
        }
    }
}

/// Values that stand without quotes or brackets.
enum PlainValue {
    static func read(_ text: ArraySlice<UInt8>) -> TOMLNode.Value? {
        switch String(decoding: text, as: UTF8.self) {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "inf", "+inf": return .number(.infinity)
        case "-inf": return .number(-.infinity)
        case "nan", "+nan", "-nan": return .number(.nan)
        default: break
        }
        if isMoment(text) { return .moment }
        return integer(text).map { .integer($0) } ?? number(text).map { .number($0) }
    }

    /// What is wrong, where that can be guessed.
    static func advice(_ text: ArraySlice<UInt8>) -> String {
        let text = String(decoding: text, as: UTF8.self)
        if text.lowercased() == "true" || text.lowercased() == "false" { return ": write `\(text.lowercased())`" }
        if text.utf8.allSatisfy(isDigit) { return text.hasPrefix("0") ? ": no leading zeros" : ": too large" }
        return ": a text needs quotes"
    }

    private static func integer(_ text: ArraySlice<UInt8>) -> Int? {
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.starts(with: prefix.utf8) {
            return digits(text.dropFirst(2), isDigit: { radixDigit($0, radix) }).flatMap { Int($0, radix: radix) }
        }
        let sign = text.first == UInt8(ascii: "-") ? "-" : ""
        let unsigned = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") ? text.dropFirst() : text
        guard unsigned.count == 1 || unsigned.first != UInt8(ascii: "0") else { return nil }
        return digits(unsigned, isDigit: isDigit).flatMap { Int(sign + $0) }
    }

    private static func number(_ text: ArraySlice<UInt8>) -> Double? {
        let sign = text.first == UInt8(ascii: "-") ? "-" : ""
        let unsigned = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") ? text.dropFirst() : text
        let whole = unsigned.prefix { $0 != UInt8(ascii: ".") && $0 | 0x20 != UInt8(ascii: "e") }
        var rest = unsigned.dropFirst(whole.count)
        guard !rest.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0"),
            var plain = digits(whole, isDigit: isDigit)
        else {
            return nil
        }
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix { $0 | 0x20 != UInt8(ascii: "e") }
            guard let fractionDigits = digits(fraction, isDigit: isDigit) else { return nil }
            plain += "." + fractionDigits
            rest = rest.dropFirst(1 + fraction.count)
        }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            let exponentSign = rest.first == UInt8(ascii: "-") ? "-" : ""
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
            guard let exponent = digits(rest, isDigit: isDigit) else { return nil }
            plain += "e" + exponentSign + exponent
        }
        return Double(sign + plain)
    }

    /// Digits without the underscores between them; nil where an underscore does not stand between two digits.
    private static func digits(_ text: ArraySlice<UInt8>, isDigit: (UInt8) -> Bool) -> String? {
        var (plain, wasDigit): ([UInt8], Bool) = ([], false)
        for byte in text {
            if byte == UInt8(ascii: "_") {
                guard wasDigit else { return nil }
                wasDigit = false
            } else {
                guard isDigit(byte) else { return nil }
                plain.append(byte)
                wasDigit = true
            }
        }
        return wasDigit ? String(decoding: plain, as: UTF8.self) : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func radixDigit(_ byte: UInt8, _ radix: Int) -> Bool {
        radix == 16 ? TOMLReader.isHexadecimal(byte) : byte >= 0x30 && Int(byte) < 0x30 + radix
    }

    /// By its shape: `1979-05-27`, `07:32:00.5`, or both with `T` or a blank between them and `Z` or an offset behind them.
    private static func isMoment(_ text: ArraySlice<UInt8>) -> Bool {
        let shape = String(decoding: text.map { isDigit($0) ? UInt8(ascii: "0") : $0 }, as: UTF8.self).lowercased()
        let date = "0000-00-00"
        if shape == date { return true }
        if shape.hasPrefix(date), let separator = shape.dropFirst(date.count).first,
            separator == "t" || separator == " "
        {
            return isTime(shape.dropFirst(date.count + 1), mayHaveOffset: true)
        }
        return isTime(shape[...], mayHaveOffset: false)
    }

    private static func isTime(_ shape: Substring, mayHaveOffset: Bool) -> Bool {
        guard shape.hasPrefix("00:00:00") else { return false }
        var rest = shape.dropFirst(8)
        if rest.first == "." {
            let fraction = rest.dropFirst().prefix { $0 == "0" }
            guard !fraction.isEmpty else { return false }
            rest = rest.dropFirst(1 + fraction.count)
        }
        return rest.isEmpty || mayHaveOffset && ["z", "+00:00", "-00:00"].contains(rest)
    }
}
